import type { ModelSettings } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { Traits } from '../instances/model-traits.ts'
import type { InstalledModel, LoadedModel } from '../ollama/ollama.ts'
import { contextGiven } from './context-given.ts'

/** Options that hold from a load on: another value makes Ollama load the model anew. Source: api.Runner of Ollama. */
export const runnerOptions = ['num_ctx', 'num_batch', 'num_gpu', 'num_thread'] as const

export type Runner = Readonly<Partial<Record<(typeof runnerOptions)[number], number>>>

/** The runner options among settings. Of the context `ps` tells what was given, not what was asked for. */
export function runnerOf(settings: ModelSettings, traits: Traits): Runner {
  const given = runnerOptions.flatMap((name) => {
    const value = settings[name]
    if (value === undefined) return []
    return [[name, name === 'num_ctx' ? contextGiven(value, traits) : value] as const]
  })
  return Object.fromEntries(given)
}

/**
 * What each model was loaded with by this dashboard. Ollama tells of a runner's options the context alone, so that this
 * is how a model that runs as wanted is told from one that does not.
 */
export interface KnownRunners {
  note(instance: Instance, model: InstalledModel, runner: Runner): void
  /** Models that are in memory no more are forgotten: whoever loads them next may do it otherwise. */
  keep(instance: string, loaded: readonly LoadedModel[]): void
  /** The options that this dashboard loaded a model in memory with; null where somebody else did. */
  loadedWith(instance: Instance, running: LoadedModel): Runner | null
  /** What a model in memory was loaded with, as far as it is known. */
  of(instance: Instance, running: LoadedModel): Runner
  /** Null where it is not known whether it runs with these options. */
  isAsWanted(instance: Instance, running: LoadedModel, wanted: Runner): boolean | null
}

export function createKnownRunners(): KnownRunners {
  const known = new Map<string, Map<string, Runner>>()
  const loadedWith: KnownRunners['loadedWith'] = ({ name }, { digest }) => known.get(name)?.get(digest ?? '') ?? null

  return {
    note({ name }, { digest }, runner) {
      if (digest === null) return
      const ofInstance = known.get(name) ?? new Map<string, Runner>()
      known.set(name, ofInstance.set(digest, runner))
    },
    keep(instance, loaded) {
      const ofInstance = known.get(instance)
      const digests = new Set(loaded.map(({ digest }) => digest))
      for (const digest of ofInstance?.keys() ?? []) if (!digests.has(digest)) ofInstance?.delete(digest)
    },
    loadedWith,
    of: (instance, running) => ({
      ...loadedWith(instance, running),
      ...(running.contextLength !== null && { num_ctx: running.contextLength }),
    }),
    isAsWanted(instance, running, { num_ctx, ...others }) {
      if (num_ctx !== undefined && num_ctx !== running.contextLength) return false
      const before = loadedWith(instance, running)
      const names = runnerOptions.filter((option) => option !== 'num_ctx')
      if (!before) return names.every((option) => others[option] === undefined) ? true : null
      // What it was loaded with and nobody wants any more is Ollama's to choose again, which takes a load too.
      const keepsContext = num_ctx !== undefined || before.num_ctx === undefined
      return keepsContext && names.every((option) => others[option] === before[option])
    },
  }
}
