import type { Instance as InstanceView } from '@ollama-dashboard/contracts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
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

export interface Instances extends AsyncDisposable {
  /** The default instance when no name is given; an unknown name throws `instance_not_found`. */
  find(name?: string): Instance
  all(): readonly Instance[]
  list(): readonly InstanceView[]
  /** Puts another server in the place of one of the same name, and lets go of the old one. */
  replace(instance: Instance): Promise<void>
}

/** The Ollama servers this dashboard watches; the first is the default one. */
export function createInstances(initial: readonly [Instance, ...Instance[]]): Instances {
  const byName = new Map(initial.map((instance) => [instance.name, instance]))
  const [{ name: defaultName }] = initial

  return {
    find(name = defaultName) {
      const instance = byName.get(name)
      if (instance) return instance
      throw new DashboardError('instance_not_found', `No Ollama server is called "${name}".`, {
        hint: `Known are: ${[...byName.keys()].join(', ')}.`,
      })
    },
    all: () => [...byName.values()],
    list: () => [...byName.values()].map((instance) => view(instance, instance.name === defaultName)),
    async replace(instance) {
      const old = byName.get(instance.name)
      byName.set(instance.name, instance)
      await old?.[Symbol.asyncDispose]()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...byName.values()].map((instance) => instance[Symbol.asyncDispose]()))
    },
  }
}

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
