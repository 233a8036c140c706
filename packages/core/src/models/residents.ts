import { type KeepAlive, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { HeldMemory } from '../memory/host-memory.ts'
import { type Resident, sumOf } from '../memory/plan-load.ts'
import type { InstalledModel, LoadedModel } from '../ollama/ollama.ts'
import { isForever, keepAliveMs, keepAliveOf } from './actions/keep-alive.ts'
import type { KnownRunners } from './actions/runner-options.ts'
import { isSameModel } from './find-model.ts'

/** What a loaded model holds of a host; what Ollama does not tell counts as nothing. */
function heldBy({ size, sizeVram }: LoadedModel): HeldMemory {
  const vramBytes = sizeVram ?? 0
  return { vramBytes, ramBytes: Math.max(0, (size ?? 0) - vramBytes) }
}

/** What the loaded models hold beside this one. */
export const heldByOthers = (instance: Instance, model: InstalledModel): HeldMemory =>
  sumOf((instance.loaded.current().value ?? []).filter((loaded) => !isSameModel(loaded, model)).map(heldBy))

/** Equal for all names of one model, as Ollama runs it once for all of them. */
export const residentId = ({ name, digest }: Pick<LoadedModel, 'name' | 'digest'>): string =>
  digest ?? name.toLowerCase()

export interface ResidentTools {
  readonly runners: Pick<KnownRunners, 'keepAliveOf'>
  readonly clock: Clock
  /** Of the server, for a model that nobody asked for otherwise. */
  readonly defaultKeepAlive: KeepAlive
  /** The digest of the weights of an installed model; null where it is not known. */
  readonly weightsOf: (model: InstalledModel) => Promise<string | null>
}

/** The models in memory with what decides when Ollama unloads them, as far as it can be told. */
export async function residentsOf(instance: Instance, tools: ResidentTools): Promise<readonly Resident[]> {
  const { runners, clock, defaultKeepAlive, weightsOf } = tools
  const loaded = (await instance.loaded.read()).value ?? []
  const installed = instance.installed.current().value ?? []
  return Promise.all(
    loaded.map(async (running): Promise<Resident> => {
      const model = installed.find((one) => isSameModel(running, one) && sameModel(one.name, running.name))
      const remainingMs = Date.parse(running.expiresAt ?? '') - clock.now()
      const asked = keepAliveMs(keepAliveOf(instance, running, runners, clock) ?? defaultKeepAlive)
      return {
        id: residentId(running),
        name: running.name,
        // Whoever used it last may have asked for longer than is known here: what is left tells so.
        keepAliveMs: isForever(remainingMs) ? Number.POSITIVE_INFINITY : Math.max(asked, remainingMs || 0),
        // Ollama does not move the end while a request runs.
        isBusy: remainingMs <= 0,
        weights: model ? await weightsOf(model) : null,
        ...heldBy(running),
      }
    }),
  )
}
