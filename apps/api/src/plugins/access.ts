import cookie from '@fastify/cookie'
import type { OperationId } from '@ollama-dashboard/contracts'
import {
  type Actor,
  allows,
  type CallContext,
  type Credential,
  type DashboardError,
  type FoundSession,
  type Hide,
  hidesNames,
} from '@ollama-dashboard/core'
import type { FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { createIdentification, type IdentificationOptions } from '../access/identification.ts'
import { refuseKeyInAddress } from '../access/key-in-address.ts'
import { isFromOwnPage, refuseForeignOrigin, refuseOtherPages } from '../access/loopback.ts'
import { missingPermission, ofEverythingOnly } from '../access/refusals.ts'
import { keySentIn } from '../access/sent-key.ts'
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from '../access/session-cookie.ts'
import type { RefusalCounts } from '../metrics/http-metrics.ts'
import type { IsScraper } from '../metrics/metrics-token.ts'

export interface AccessOptions extends IdentificationOptions {
  readonly refusals: Pick<RefusalCounts, 'authFailed'>
  /** Lets a scraper in where nothing but metrics is told. */
  readonly isScraper: IsScraper
  readonly hide: Hide
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null where that is not known. */
    actor: Actor | null
    /** The key that the caller sent, or signed in with. */
    credential: Credential | null
    session: FoundSession | null
    /** Why the key that the caller sent does not count here. */
    refusal: DashboardError | null
    /** Throws `origin_not_allowed` where a page could borrow the rights of the person at the machine, as for a change. */
    refuseForeignOrigin(): void
    /** Whether a person at the page of the dashboard sent it: by a session, or at the machine itself. */
    isFromOwnPage(): boolean
    /** Begins a session for a caller with a key, and hands its cookie to the browser. False where none is needed. */
    signIn(reply: FastifyReply, context: CallContext): Promise<boolean>
    /** Ends the session of the caller, if there is one, and takes its cookie back. Never throws. */
    signOut(reply: FastifyReply): Promise<void>
  }
  interface FastifyContextConfig {
    /** The operation whose permission a caller needs; `open` for none. */
    permission?: OperationId | 'open'
    /** It tells of all models and servers at once: whoever sees some of them is refused. */
    ofEverything?: boolean
    /** Whoever has the token for metrics may read it, and need not be anybody. */
    forScrapers?: boolean
    /** The route as the contract writes it: what logs and metrics call it. */
    route?: string
  }
}

/** Identifies the caller, then lets every route admit or refuse by its own declaration. A route without one cannot boot. */
export const access = fp<AccessOptions>(
  async (app, { core, corsOrigins, now, link, hide, refusals, isScraper }) => {
    const { credentials, sessions } = core
    const { identify, whyUnknown } = createIdentification({ core, corsOrigins, now, link })
    await app.register(cookie)
    app.decorateRequest('actor', null)
    app.decorateRequest('credential', null)
    app.decorateRequest('session', null)
    app.decorateRequest('refusal', null)
    app.decorateRequest('refuseForeignOrigin', function () {
      if (this.actor?.via === 'none') refuseForeignOrigin(this, corsOrigins)
      else if (this.actor?.via === 'session') refuseOtherPages(this)
    })
    app.decorateRequest('isFromOwnPage', function () {
      return (this.actor?.via === 'none' || this.actor?.via === 'session') && isFromOwnPage(this)
    })
    app.decorateRequest('signIn', async function (reply, context) {
      const { credential } = this
      if (!credentials.isKeyNeeded || !credential || this.actor?.via !== 'key') return false
      setSessionCookie(this, reply, await sessions.begin(context, { keyHash: credential.keyHash, visit: this }))
      return true
    })
    app.decorateRequest('signOut', async function (reply) {
      const token = sessionTokenOf(this)
      if (token === null) return
      await sessions.end(token)
      this.audit()?.changed({})
      clearSessionCookie(this, reply)
    })

    app.addHook('onRequest', (request, _reply, done) => {
      refuseKeyInAddress(request, hide)
      if (request.routeOptions.config.forScrapers && isScraper(request.headers.authorization)) return done()
      const waiting = identify(request)
      if (waiting) return void waiting.then(() => guard(request)).then(() => done(), done)
      guard(request)
      done()
    })

    // What takes its time to arrive, such as images, is not acted upon for a key that was revoked meanwhile.
    app.addHook('preHandler', ({ credential }, _reply, done) => {
      if (credential?.ended) throw credential.ended
      done()
    })

    function guard(request: FastifyRequest): void {
      const { actor, routeOptions, is404, refusal } = request
      const { permission, ofEverything } = routeOptions.config
      if (is404 || permission === 'open') return
      if (refusal) {
        refusals.authFailed('address')
        throw refusal
      }
      if (!actor) {
        const why = whyUnknown(request)
        refusals.authFailed(reasonOf(why, keySentIn(request)))
        throw why
      }
      if (permission === undefined) throw new Error('The route declares no permission.')
      if (!allows(actor, permission)) throw missingPermission(permission, actor)
      if (ofEverything && hidesNames(actor.grant)) throw ofEverythingOnly()
    }

    const routes: RouteOptions[] = []
    app.addHook('onRoute', (route) => void routes.push(route))
    app.addHook('onReady', async () => {
      // Looked at only now: a plugin's routes get theirs from the hook of whoever registered it, after this one ran.
      const loose = routes.filter(({ config }) => config?.permission === undefined)
      if (loose.length === 0) return
      throw new Error(`No permission is declared for ${loose.map(({ method, url }) => `${method} ${url}`).join(', ')}.`)
    })
  },
  { name: 'access', dependencies: ['errors'] },
)

const reasonOf = ({ code }: DashboardError, key: string | null): string =>
  code === 'rate_limited' ? 'too_many_failures' : key === null ? 'no_key' : 'invalid_key'
