import cookie from '@fastify/cookie'
import type { Access } from '@ollama-dashboard/contracts'
import { type Actor, allows, type CallContext, type Core, DashboardError, localActor } from '@ollama-dashboard/core'
import type { FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { createFailedSignIns, type FailedSignIns } from '../access/failed-sign-ins.ts'
import { type AcceptedKey, hashKey, keyFinder } from '../access/key-ring.ts'
import {
  isChange,
  isFromOwnPage,
  refuseForeignOrigin,
  refuseForeignPages,
  refuseForwarded,
  refuseOtherPages,
} from '../access/loopback.ts'
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from '../access/session-cookie.ts'

export interface AccessOptions {
  /** Null: no key is asked for, because only this machine can reach the server; its user is an admin. */
  readonly keys: readonly AcceptedKey[] | null
  readonly sessions: Core['sessions']
  readonly corsOrigins: readonly string[]
  readonly now: () => number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null where that is not known. */
    actor: Actor | null
    /** Throws `origin_not_allowed` where a page could borrow the rights of the person at the machine, as for a change. */
    refuseForeignOrigin(): void
    /** Whether a person at the page of the dashboard sent it: by a session, or at the machine itself. */
    isFromOwnPage(): boolean
    /** Begins a session for a caller with a key, and hands its cookie to the browser. */
    signIn(reply: FastifyReply, context: CallContext): Promise<void>
    /** Ends the session of the caller, if there is one, and takes its cookie back. Never throws. */
    signOut(reply: FastifyReply): Promise<void>
  }
  interface FastifyContextConfig {
    access?: Access
    /** The route as the contract writes it: what logs and metrics call it. */
    route?: string
  }
}

/** Identifies the caller, then lets every route admit or refuse by its own declaration. A route without one cannot boot. */
export const access = fp<AccessOptions>(
  async (app, { keys, sessions, corsOrigins, now }) => {
    await app.register(cookie)
    const failed = createFailedSignIns(now)
    const findKey = keyFinder(keys ?? [])
    app.decorateRequest('actor', null)
    app.decorateRequest('refuseForeignOrigin', function () {
      if (keys === null) refuseForeignOrigin(this, corsOrigins)
      else if (this.actor?.via === 'session') refuseOtherPages(this)
    })
    app.decorateRequest('isFromOwnPage', function () {
      return (keys === null || this.actor?.via === 'session') && isFromOwnPage(this)
    })
    app.decorateRequest('signIn', async function (reply, context) {
      const given = bearerOf(this)
      if (given === null || this.actor?.via !== 'key') return
      const token = await sessions.begin(context, { keyHash: hashKey(given).toString('hex') })
      setSessionCookie(this, reply, token)
    })
    app.decorateRequest('signOut', async function (reply) {
      const token = sessionTokenOf(this)
      if (token === null) return
      await sessions.end(token)
      clearSessionCookie(this, reply)
    })

    app.addHook('onRequest', (request, _reply, done) => {
      if (keys === null) {
        refuseForwarded(request)
        refuseForeignPages(request, corsOrigins)
        request.actor = localActor
      } else {
        const token = bearerOf(request) === null ? sessionTokenOf(request) : null
        if (token !== null) {
          // Only a browser waits here: for its first request, for the storage; for the others, for nothing.
          sessions
            .find(token)
            .then((keyHash) => {
              request.actor = keyHash === null ? null : actorOfSession(keyHash, keys)
              if (request.actor && isChange(request)) refuseOtherPages(request)
              if (!request.is404) guard(request, failed)
            })
            .then(() => done(), done)
          return
        }
        request.actor = identify(request)
      }
      if (!request.is404) guard(request, failed)
      done()
    })

    /** A valid key always counts, however many wrong ones came from the same address: others may share it. */
    function identify(request: FastifyRequest): Actor | null {
      const given = bearerOf(request)
      if (given === null) return null
      const key = findKey(given)
      if (key) return { id: key.id, role: key.role, via: 'key' }
      failed.note(request.ip)
      return null
    }

    const routes: RouteOptions[] = []
    app.addHook('onRoute', (route) => void routes.push(route))
    app.addHook('onReady', async () => {
      // Looked at only now: a plugin's routes get theirs from the hook of whoever registered it, after this one ran.
      const loose = routes.filter(({ config }) => config?.access === undefined)
      if (loose.length === 0) return
      throw new Error(`No access is declared for ${loose.map(({ method, url }) => `${method} ${url}`).join(', ')}.`)
    })
  },
  { name: 'access', dependencies: ['errors'] },
)

/** A session ends with the key that it was begun with. */
function actorOfSession(keyHash: string, keys: readonly AcceptedKey[]): Actor | null {
  const key = keys.find(({ sha256 }) => sha256.toString('hex') === keyHash)
  return key ? { id: key.id, role: key.role, via: 'session' } : null
}

/** What was sent as a key; null where nothing was. Another scheme, such as a proxy's Basic, is no key of ours. */
function bearerOf({ headers: { authorization } }: FastifyRequest): string | null {
  const scheme = 'bearer '
  if (authorization?.slice(0, scheme.length).toLowerCase() !== scheme) return null
  return authorization.slice(scheme.length).trim()
}

function guard(request: FastifyRequest, failed: FailedSignIns): void {
  const { actor, routeOptions } = request
  const { access } = routeOptions.config
  if (access === 'open') return
  if (!actor) {
    const hasKey = bearerOf(request) !== null
    const waitMs = hasKey ? failed.waitMs(request.ip) : 0
    if (waitMs > 0) {
      throw new DashboardError('rate_limited', 'Too many invalid keys from this address.', {
        hint: 'Send a valid key; valid keys are always accepted.',
        retryAfterSeconds: waitMs / 1000,
      })
    }
    const detail = hasKey ? 'Invalid key.' : 'API key required.'
    throw new DashboardError('unauthorized', detail, { hint: 'Send a valid key as "Authorization: Bearer KEY".' })
  }
  if (access === undefined || !allows(actor, { access })) {
    throw new DashboardError('forbidden', `This needs the role "${access}"; the key in use has "${actor.role}".`, {
      hint: 'Use a key with a higher role, or ask the administrator.',
    })
  }
}
