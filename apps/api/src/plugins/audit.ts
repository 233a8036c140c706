import { Readable } from 'node:stream'
import { type AuditMode, type AuditOutcome, limits } from '@ollama-dashboard/contracts'
import { type AuditedCall, type Core, keyIdOf } from '@ollama-dashboard/core'
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import fp from 'fastify-plugin'
import { keySentIn } from '../access/sent-key.ts'
import { isTellable } from '../http/names/tellable.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the audit log is to tell of the call; null where it tells nothing. */
    audit(): AuditedCall | null
    /** As far as it has begun. */
    audited: AuditedCall | null
    isAuditEnded: boolean
  }
  interface FastifyContextConfig {
    /** Whether calls are written into the audit log; never when absent. */
    audit?: AuditMode
    /** As the contract names it: `models.start`. */
    operation?: string
  }
}

export interface AuditOptions {
  readonly core: Pick<Core, 'audit'>
}

/**
 * Writes into the audit log what a route declares: nothing is changed while it cannot be written, and no change is answered
 * before it is on the disk, whatever the form of the answer. Routes that declare nothing have no hook of it.
 */
export const audit = fp<AuditOptions>(
  async (app, { core }) => {
    app.decorateRequest('audited', null)
    app.decorateRequest('isAuditEnded', false)
    app.decorateRequest('audit', function () {
      if (modeOf(this) === 'none') return null
      this.audited ??= core.audit.call(callOf(this))
      return this.audited
    })

    app.addHook('onRoute', (route) => {
      const { audit: mode = 'none' } = route.config ?? {}
      // Nobody reads the answer to HEAD.
      if (mode === 'none' || route.method === 'HEAD') return
      if (mode === 'change') route.preHandler = [expectWritable, ...listOf(route.preHandler)]
      route.onSend = [...listOf(route.onSend), record]
    })

    function expectWritable(request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void {
      const waiting = modeOf(request) === 'change' ? core.audit.expectWritable() : null
      if (waiting) waiting.then(() => done(), done)
      else done()
    }
  },
  { name: 'audit', dependencies: ['access'] },
)

/** Before the answer leaves: JSON, the beginning of a stream, or a problem. */
async function record(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  // The problem of an entry that could not be written comes here, too.
  if (request.isAuditEnded) return payload
  request.isAuditEnded = true
  const mode = modeOf(request)
  const code = reply.statusCode < 400 ? null : request.problemCode
  if (code === 'audit_unavailable' || isWrongKey(request)) return payload
  const call = request.audit()
  if (!call || (mode === 'reported' && !call.isReported)) return payload
  try {
    const outcome = outcomeOf(request, reply, payload)
    await call.end({ outcome, code, isChange: mode === 'change' })
  } catch (error) {
    // What was begun goes on, and nobody reads how.
    if (payload instanceof Readable) payload.destroy()
    throw error
  }
  return payload
}

/** A preview changes nothing. */
function modeOf({ query, routeOptions }: FastifyRequest): AuditMode {
  const { dry_run } = (query ?? {}) as Record<string, unknown>
  return dry_run === true ? 'none' : (routeOptions.config.audit ?? 'none')
}

/** An export is done when it begins; what changes something and tells of it as it goes on is not. */
function outcomeOf({ method }: FastifyRequest, { statusCode }: FastifyReply, payload: unknown): AuditOutcome {
  if (statusCode >= 500) return 'failed'
  if (statusCode >= 400) return 'refused'
  const goesOn = statusCode === 202 || (payload instanceof Readable && method !== 'GET')
  return goesOn ? 'accepted' : 'done'
}

/** A key that is not accepted is noted as such, whatever was asked for with it. */
function isWrongKey(request: FastifyRequest): boolean {
  if (request.actor !== null) return false
  try {
    return keySentIn(request) !== null
  } catch {
    // Two of them: neither was looked at.
    return false
  }
}

function callOf(request: FastifyRequest): Parameters<Core['audit']['call']>[0] {
  const { actor, ip, traceId, routeOptions, query, params } = request
  const { instance } = (query ?? {}) as Record<string, unknown>
  const { model, id } = (params ?? {}) as Record<string, unknown>
  const target = model ?? id
  return {
    actor: {
      key_id: actor && keyIdOf(actor),
      name: actor?.name ?? 'unknown',
      role: actor?.role ?? null,
      address: ip,
      via: actor?.via ?? 'none',
    },
    action: routeOptions.config.operation ?? '',
    target: isTellable(target, limits.modelNameLength) ? target : null,
    instance: isTellable(instance, limits.instanceNameLength) ? instance : null,
    trace_id: traceId,
  }
}

const listOf = <T>(hooks: T | readonly T[] | undefined): T[] =>
  hooks === undefined ? [] : Array.isArray(hooks) ? [...hooks] : [hooks as T]
