import { limits } from '@ollama-dashboard/contracts'
import type { FastifyRequest } from 'fastify'
import type { Given, Names } from './named-in.ts'
import { isTellable } from './tellable.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where the endpoint takes the names of models and servers. */
    names?: Names
  }
}

export interface RequestTarget {
  readonly instance?: string
  /** A bulk action names several. */
  readonly models: readonly string[]
}

/** Of a bulk action, a log line names no more. */
const maxModels = 20

/** What a request of the contract was about, as far as that can be a name: it may have been refused, and hold anything. */
export function targetOf(request: FastifyRequest): RequestTarget {
  const { query, params, routeOptions } = request
  const { instance } = (query ?? {}) as Record<string, unknown>
  const { model } = (params ?? {}) as Record<string, unknown>
  const named = routeOptions.config.names?.modelsIn(request as Given) ?? [model]
  const models = named.slice(0, maxModels).filter((name) => isTellable(name, limits.modelNameLength))
  return { ...(isTellable(instance, limits.instanceNameLength) && { instance }), models }
}
