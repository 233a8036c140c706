import { type Core, type Credential, DashboardError, localActor, type SharedLink } from '@ollama-dashboard/core'
import type { FastifyRequest } from 'fastify'
import { createFailedSignIns } from './failed-sign-ins.ts'
import { isChange, refuseForeignPages, refuseForwarded, refuseOtherPages } from './loopback.ts'
import { fromElsewhere, keyRequired } from './refusals.ts'
import { RequestActor } from './request-actor.ts'
import { keySentIn } from './sent-key.ts'
import { sessionTokenOf } from './session-cookie.ts'

export interface IdentificationOptions {
  readonly core: Pick<Core, 'audit' | 'credentials' | 'keyUses' | 'sessions'>
  readonly corsOrigins: readonly string[]
  /** Milliseconds; never goes back. */
  readonly now: () => number
  /** Through which failed sign-ins are counted over all replicas; null for a process that is alone. */
  readonly link: Pick<SharedLink, 'isUp' | 'run'> | null
}

export interface Identification {
  /**
   * Finds out who calls: sets `actor`, `credential` and `session` of the request, or `refusal`. Null where nobody has to wait for it.
   * Throws, or rejects with, what refuses the request whatever it asks for.
   */
  identify(request: FastifyRequest): Promise<void> | null
  /** Why nobody is known to call. */
  whyUnknown(request: FastifyRequest): DashboardError
}

export function createIdentification({ core, corsOrigins, now, link }: IdentificationOptions): Identification {
  const { audit, credentials, keyUses, sessions } = core
  const failed = createFailedSignIns({ now, link })

  /** Only a browser waits here, for its first request, and a key that this process does not know, for the storage and Redis. */
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
        return learning.then(async () => {
          if (!admitKey(request, given)) await admitUnknown(request, given)
        })
      }
    }
    return admitUnknown(request, given)
  }

  function admitUnknown(request: FastifyRequest, given: string | null): Promise<void> | null {
    if (!credentials.isKeyNeeded) {
      refuseForwarded(request)
      refuseForeignPages(request, corsOrigins)
      request.actor = new RequestActor(localActor, localActor, 'none', request)
    } else if (given !== null) {
      audit.signInFailed({ address: request.ip, trace_id: request.traceId })
      return failed.note(request.ip)
    }
    return null
  }

  function admitKey(request: FastifyRequest, given: string): boolean {
    const credential = credentials.find(given)
    if (credential) admit(request, credential, 'key')
    return credential !== null
  }

  function admit(request: FastifyRequest, credential: Credential, via: 'key' | 'session'): void {
    const { grant } = credential.rights
    if (grant?.addresses && !grant.addresses.has(request.ip)) {
      request.refusal = fromElsewhere()
      return
    }
    request.credential = credential
    request.actor = new RequestActor(credential, credential.rights, via, request)
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

  function whyUnknown(request: FastifyRequest): DashboardError {
    const given = keySentIn(request)
    if (given === null) return keyRequired()
    const waitMs = failed.waitMs(request.ip)
    if (waitMs === 0) return credentials.whyRefused(given)
    return new DashboardError('rate_limited', 'Too many invalid keys from this address.', {
      hint: 'Send a valid key; valid keys are always accepted.',
      retryAfterSeconds: waitMs / 1000,
    })
  }

  return { identify, whyUnknown }
}
