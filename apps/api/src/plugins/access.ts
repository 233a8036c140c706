import type { Access } from '@ollama-dashboard/contracts'
import { type Actor, allows, DashboardError, localActor } from '@ollama-dashboard/core'
import type { FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { createFailedSignIns, type FailedSignIns } from '../access/failed-sign-ins.ts'
import { type AcceptedKey, findKey } from '../access/key-ring.ts'
import { refuseForeignOrigin, refuseForeignPages, refuseForwarded } from '../access/loopback.ts'

export interface AccessOptions {
  /** Null: no key is asked for, because only this machine can reach the server; its user is an admin. */
  readonly keys: readonly AcceptedKey[] | null
  readonly corsOrigins: readonly string[]
  readonly now: () => number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null where that is not known. */
    actor: Actor | null
    /** Throws `origin_not_allowed` where a page could borrow the rights of the person at the machine, as for a change. */
    refuseForeignOrigin(): void
  }
  interface FastifyContextConfig {
    access?: Access
    /** The route as the contract writes it: what logs and metrics call it. */
    route?: string
  }
}

/** Identifies the caller, then lets every route admit or refuse by its own declaration. A route without one cannot boot. */
export const access = fp<AccessOptions>(
  async (app, { keys, corsOrigins, now }) => {
    const failed = createFailedSignIns(now)
    app.decorateRequest('actor', null)
    app.decorateRequest('refuseForeignOrigin', function () {
      if (keys === null) refuseForeignOrigin(this, corsOrigins)
    })

    app.addHook('onRequest', (request, _reply, done) => {
      if (keys === null) {
        refuseForwarded(request)
        refuseForeignPages(request, corsOrigins)
        request.actor = localActor
      } else {
        request.actor = identify(request, keys)
      }
      if (!request.is404) guard(request, failed)
      done()
    })

    /** A valid key always counts, however many wrong ones came from the same address: others may share it. */
    function identify(request: FastifyRequest, accepted: readonly AcceptedKey[]): Actor | null {
      const given = bearerOf(request)
      if (given === null) return null
      const key = findKey(accepted, given)
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
