import cookie from '@fastify/cookie'
import type { OperationId } from '@ollama-dashboard/contracts'
import {
  type Actor,
  allows,
  type CallContext,
  type Core,
  type Credential,
  DashboardError,
  type FoundSession,
  type Hide,
  hidesNames,
  localActor,
} from '@ollama-dashboard/core'
import type { FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { createFailedSignIns } from '../access/failed-sign-ins.ts'
import { refuseKeyInAddress } from '../access/key-in-address.ts'
import {
  isChange,
  isFromOwnPage,
  refuseForeignOrigin,
  refuseForeignPages,
  refuseForwarded,
  refuseOtherPages,
} from '../access/loopback.ts'
import { fromElsewhere, keyRequired, missingPermission, ofEverythingOnly } from '../access/refusals.ts'
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from '../access/session-cookie.ts'

export interface AccessOptions {
  readonly core: Pick<Core, 'credentials' | 'keyUses' | 'sessions'>
  readonly corsOrigins: readonly string[]
  readonly now: () => number
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
    /** The route as the contract writes it: what logs and metrics call it. */
    route?: string
  }
}

/** Identifies the caller, then lets every route admit or refuse by its own declaration. A route without one cannot boot. */
export const access = fp<AccessOptions>(
  async (app, { core: { credentials, keyUses, sessions }, corsOrigins, now, hide }) => {
    await app.register(cookie)
    const failed = createFailedSignIns(now)
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
      clearSessionCookie(this, reply)
    })

    app.addHook('onRequest', (request, _reply, done) => {
      refuseKeyInAddress(request, hide)
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

    /** Only a browser waits here, for its first request, and a key that this process does not know, for the storage. */
    function identify(request: FastifyRequest): Promise<void> | null {
      const given = keySentIn(request)
      if (given === null) {
        const token = credentials.isKeyNeeded ? sessionTokenOf(request) : null
        if (token !== null) return identifySession(request, token)
      } else {
        // A valid key always counts, however many wrong ones came from the same address: others may share it.
        if (admitKey(request, given)) return null
        const learning = failed.waitMs(request.ip) === 0 ? credentials.learn(given) : null
        if (learning) {
          return learning.then(() => {
            if (!admitKey(request, given)) admitUnknown(request, given)
          })
        }
      }
      admitUnknown(request, given)
      return null
    }

    function admitUnknown(request: FastifyRequest, given: string | null): void {
      if (!credentials.isKeyNeeded) {
        refuseForwarded(request)
        refuseForeignPages(request, corsOrigins)
        request.actor = localActor
      } else if (given !== null) failed.note(request.ip)
    }

    function admitKey(request: FastifyRequest, given: string): boolean {
      const credential = credentials.find(given)
      if (credential) admit(request, credential, 'key')
      return credential !== null
    }

    function admit(request: FastifyRequest, credential: Credential, via: 'key' | 'session'): void {
      const { role, permissions, grant } = credential.rights
      if (grant?.addresses && !grant.addresses.has(request.ip)) {
        request.refusal = fromElsewhere()
        return
      }
      request.credential = credential
      request.actor = { id: credential.id, role, permissions, grant, via }
      keyUses.note(credential.id, request)
    }

    /** A session ends with the key that it was begun with. */
    async function identifySession(request: FastifyRequest, token: string): Promise<void> {
      const session = await sessions.find(token, request)
      const credential = session && credentials.findByHash(session.keyHash)
      if (!credential) return
      admit(request, credential, 'session')
      if (!request.actor) return
      request.session = session
      if (isChange(request)) refuseOtherPages(request)
    }

    function guard(request: FastifyRequest): void {
      const { actor, routeOptions, is404, refusal } = request
      const { permission, ofEverything } = routeOptions.config
      if (is404 || permission === 'open') return
      if (refusal) throw refusal
      if (!actor) throw unknownCaller(request)
      if (permission === undefined) throw new Error('The route declares no permission.')
      if (!allows(actor, permission)) throw missingPermission(permission, actor)
      if (ofEverything && hidesNames(actor.grant)) throw ofEverythingOnly()
    }

    function unknownCaller(request: FastifyRequest): DashboardError {
      const given = keySentIn(request)
      if (given === null) return keyRequired()
      const waitMs = failed.waitMs(request.ip)
      if (waitMs === 0) return credentials.whyRefused(given)
      return new DashboardError('rate_limited', 'Too many invalid keys from this address.', {
        hint: 'Send a valid key; valid keys are always accepted.',
        retryAfterSeconds: waitMs / 1000,
      })
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

/**
 * What was sent as a key; null where nothing was. It may come in two headers, so that a proxy in front can have `Authorization`
 * for a sign-in of its own. Throws `unauthorized` for two keys that differ: who acts would depend on which one somebody on the way
 * adds or takes away.
 */
function keySentIn({ headers }: FastifyRequest): string | null {
  const bearer = bearerIn(headers.authorization)
  const other = headers['x-api-key']?.toString().trim()
  if (other === undefined || other === bearer) return bearer
  if (bearer === null) return other
  throw new DashboardError('unauthorized', 'Two different keys were sent.', {
    hint: 'Send one, as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
  })
}

/** Another scheme, such as a proxy's Basic, is no key of ours. */
function bearerIn(authorization: string | undefined): string | null {
  const scheme = 'bearer '
  if (authorization?.slice(0, scheme.length).toLowerCase() !== scheme) return null
  return authorization.slice(scheme.length).trim()
}
