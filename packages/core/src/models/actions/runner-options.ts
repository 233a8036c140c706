import type { KeepAlive, ModelSettings } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { perInstance } from '../../instances/per-instance.ts'
import type { Actor } from '../../kernel/call-context.ts'
import type { InstalledModel, LoadedModel, Traits } from '../../ollama/ollama.ts'
import { effectiveContext } from '../effective-context.ts'

/** Options that hold from a load on: another value makes Ollama load the model anew. Source: api.Runner of Ollama. */
export const runnerOptions = ['num_ctx', 'num_batch', 'num_gpu', 'num_thread'] as const

export type Runner = Readonly<Partial<Record<(typeof runnerOptions)[number], number>>>

/** The runner options among settings. Of the context `ps` tells what was given, not what was asked for. */
export function runnerOf(settings: ModelSettings, traits: Traits): Runner {
  const given = runnerOptions.flatMap((name) => {
    const value = settings[name]
    if (value === undefined) return []
    return [[name, name === 'num_ctx' ? effectiveContext(value, traits) : value] as const]
  })
  return Object.fromEntries(given)
}

/** What this dashboard knows of a model in memory. */
export interface KnownLoad {
  /** What it was loaded with; absent where somebody else did it. */
  readonly runner?: Runner
  /**
   * What `/api/ps` told of its context after the load. Servers and gateways tell the sum of all slots, or what was asked
   * for where the model has less: the same number later on means the same context, whatever it is.
   */
  readonly toldContext?: number | null
  /** How long it was last asked to stay. */
  readonly keepAlive?: KeepAlive
}

/** Told when this dashboard had a model loaded with these options, or used it so. */
export type OnRunner = (instance: Instance, model: string, runner: Runner, actor: Actor | undefined) => void

/**
 * What each model was loaded with by this dashboard. Ollama tells of a runner's options the context alone, so that this
 * is how a model that runs as wanted is told from one that does not.
 */
export interface KnownRunners {
  /** What is left out of it holds on. `actor` is who asked for it. */
  note(instance: Instance, model: InstalledModel, load: KnownLoad, actor?: Actor): void
  /** Forgets models that have left memory: they may be loaded otherwise next. */
  keep(instance: Instance, loaded: readonly LoadedModel[]): void
  /** The options that this dashboard loaded a model in memory with; null where somebody else did. */
  loadedWith(instance: Instance, running: LoadedModel): Runner | null
  /** How long a model in memory was last asked to stay; undefined where this dashboard was not asked. */
  keepAliveOf(instance: Instance, running: LoadedModel): KeepAlive | undefined
  /** What a model in memory was loaded with, as far as it is known. */
  of(instance: Instance, running: LoadedModel): Runner
  /** Null where it is not known whether it runs with these options. */
  isAsWanted(instance: Instance, running: LoadedModel, wanted: Runner): boolean | null
}

/** Starts empty: models loaded before the dashboard started, or by others, are unknown. */
export function createKnownRunners(onRunner?: OnRunner): KnownRunners {
  const loadsOf = perInstance(() => new Map<string, KnownLoad>())
  const loadOf = (instance: Instance, { digest }: LoadedModel) => loadsOf(instance).get(digest ?? '')
  const loadedWith: KnownRunners['loadedWith'] = (instance, running) => loadOf(instance, running)?.runner ?? null

  /** In tokens of one prompt; null where it is not known. */
  function contextOf(instance: Instance, running: LoadedModel): number | null {
    const load = loadOf(instance, running)
    const isAsTold = load?.toldContext != null && load.toldContext === running.contextLength
    return (isAsTold ? load.runner?.num_ctx : undefined) ?? running.contextLength
  }

  return {
    note(instance, { name, digest }, load, actor) {
      if (load.runner) onRunner?.(instance, name, load.runner, actor)
      if (digest === null) return
      const loads = loadsOf(instance)
      loads.set(digest, { ...loads.get(digest), ...load })
    },
    keep(instance, loaded) {
      const loads = loadsOf(instance)
      const digests = new Set(loaded.map(({ digest }) => digest))
      for (const digest of loads.keys()) if (!digests.has(digest)) loads.delete(digest)
    },
    loadedWith,
    keepAliveOf: (instance, running) => loadOf(instance, running)?.keepAlive,
    of(instance, running) {
      const context = contextOf(instance, running)
      return { ...loadedWith(instance, running), ...(context !== null && { num_ctx: context }) }
    },
    isAsWanted(instance, running, { num_ctx, ...others }) {
      if (num_ctx !== undefined && num_ctx !== contextOf(instance, running)) return false
      const before = loadedWith(instance, running)
      const names = runnerOptions.filter((option) => option !== 'num_ctx')
      if (!before) return names.every((option) => others[option] === undefined) ? true : null
      // What it was loaded with and nobody wants any more is Ollama's to choose again, which takes a load too.
      const keepsContext = num_ctx !== undefined || before.num_ctx === undefined
      return keepsContext && names.every((option) => others[option] === before[option])
    },
  }
}
