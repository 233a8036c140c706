import type { Instance as InstanceView } from '@ollama-dashboard/contracts'
import type { CallContext } from '../kernel/call-context.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { seenOf } from '../kernel/rights/sees.ts'
import { displayAddress } from '../ollama/ollama-address.ts'
import type { Instance } from './instance.ts'
import { isLocal } from './location.ts'

/** Which server a call means; the default one when absent. */
export interface InstanceInput {
  readonly instance?: string | undefined
}

/** A model of a server. */
export interface ModelInput extends InstanceInput {
  /** Its name; without a tag, `:latest` is meant. */
  readonly model: string
}

/** The Ollama servers that this dashboard watches, each under its name. */
export interface Instances extends AsyncDisposable {
  /** The default one when no name is given; an unknown name throws `instance_not_found`. */
  find(name?: string): Instance
  all(): readonly Instance[]
  /** Those that an actor sees. The default one of whoever does not see the default one is the first that it sees. */
  list(context: Pick<CallContext, 'actor'>): readonly InstanceView[]
  /** Watches one more. Throws `validation_failed` where its name is taken. */
  add(instance: Instance): void
  /** Stops to watch one, and lets go of all that is known of it. The default one stays: that throws `validation_failed`. */
  remove(name: string): Promise<void>
  /** Puts another server in the place of the one with its name, and lets go of all that is known of that. */
  replace(instance: Instance): Promise<void>
  /** As `stopReading` of each: work that is waited for before they are closed may wait for one that hangs. */
  stopReading(): void
}

/** The first server is the default one. */
export function createInstances(initial: readonly [Instance, ...Instance[]]): Instances {
  const byName = new Map(initial.map((instance) => [instance.name, instance]))
  const [{ name: defaultName }] = initial

  function find(name = defaultName): Instance {
    const instance = byName.get(name)
    if (instance) return instance
    throw instanceNotFound(name, [...byName.keys()])
  }

  return {
    find,
    all: () => [...byName.values()],
    list({ actor }) {
      const seen = seenOf(actor, [...byName.values()], ({ name }) => ({ instance: name }))
      return seen.map((instance, index) => view(instance, index === 0))
    },
    add(instance) {
      if (byName.has(instance.name)) {
        throw new DashboardError('validation_failed', `A server named "${instance.name}" already exists.`, {
          hint: 'Choose another name.',
        })
      }
      byName.set(instance.name, instance)
    },
    async remove(name) {
      const instance = find(name)
      if (name === defaultName) {
        throw new DashboardError('validation_failed', 'The default server cannot be removed.')
      }
      byName.delete(name)
      await instance[Symbol.asyncDispose]()
    },
    async replace(instance) {
      const old = find(instance.name)
      byName.set(instance.name, instance)
      await old[Symbol.asyncDispose]()
    },
    stopReading() {
      for (const instance of byName.values()) instance.stopReading()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...byName.values()].map((instance) => instance[Symbol.asyncDispose]()))
    },
  }
}

/** `known` are the servers that the caller may know of. */
export const instanceNotFound = (name: string, known: readonly string[]): DashboardError =>
  new DashboardError('instance_not_found', `Ollama server "${name}" not found.`, {
    hint: known.length > 0 ? `Known servers: ${known.join(', ')}.` : 'The key in use sees no server.',
  })

/** Ollama's version, null while it cannot be reached, and the server it is of. */
export const versionOf = (instance: Instance) => ({
  version: instance.reachable() ? instance.version.current().value : null,
  instance: instance.name,
})

function view(instance: Instance, isDefault: boolean): InstanceView {
  const { fetchedAt, error } = instance.loaded.current()
  return {
    name: instance.name,
    is_default: isDefault,
    url: displayAddress(instance.url),
    local: isLocal(instance),
    reachable: instance.reachable(),
    version: instance.version.current().value,
    last_answer_at: fetchedAt === null ? null : timestamp(fetchedAt),
    problem: instance.reachable() === false ? (error?.message ?? null) : null,
    demo: instance.demo,
  }
}
