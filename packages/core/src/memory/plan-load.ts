import { type Fits, fitsIn, type HeldMemory, type HostMemory, leftBeside, onProcessor } from './host-memory.ts'

/** A model in memory, with all that decides when Ollama unloads it. */
export interface Resident extends HeldMemory {
  /** Equal for names of one model. */
  readonly id: string
  readonly name: string
  /** How long it stays after its last request, in milliseconds; Infinity for one that is pinned. */
  readonly keepAliveMs: number
  /** A request runs. */
  readonly isBusy: boolean
  /** The digest of its weights, by which Ollama calls it; null where it is not known. */
  readonly weights: string | null
}

/** A model that is to be loaded. */
export interface WantedLoad extends Pick<Resident, 'id' | 'name' | 'keepAliveMs' | 'weights'> {
  /** What it takes in memory; null where it is not known. */
  readonly bytes: number | null
  /** Where its layers go; null where it is not known how many of them go to a GPU. */
  readonly place: 'gpu' | 'cpu' | null
}

export interface Room {
  readonly host: HostMemory
  /** `OLLAMA_MAX_LOADED_MODELS`. */
  readonly maxLoaded: number
}

/** What is known of the environment of the server. */
interface Environment {
  readonly maxLoadedModels?: number
}

export interface PlannedStep {
  readonly fits: NonNullable<Fits>
  /** In the order in which Ollama unloads them. */
  readonly unloads: readonly Resident[]
  /** What is in memory then. */
  readonly after: readonly Resident[]
}

/** Ollama's own default for `OLLAMA_MAX_LOADED_MODELS`: `defaultModelsPerGPU` in server/sched.go. */
const modelsPerGpu = 3

/** Null where the memory of the host is not known. */
export const roomIn = (host: HostMemory | null, { maxLoadedModels }: Environment): Room | null =>
  host && host.ramBytes !== null
    ? { host, maxLoaded: maxLoadedModels ?? modelsPerGpu * Math.max(1, host.gpuCount) }
    : null

/**
 * What a load does, as Ollama's scheduler decides it: it unloads one model after the other until the new one fits
 * wholly, or none is left; an idle one first, and the one with the shortest keep_alive. A model that is loaded already
 * leaves before it is loaded anew. Null where it cannot be told. Source: `processPending` and `findRunnerToUnload` in
 * server/sched.go.
 */
export function planLoad(wanted: WantedLoad, residents: readonly Resident[], room: Room | null): PlannedStep | null {
  const { bytes, place } = wanted
  if (!room || bytes === null || place === null) return null
  const staying = residents.filter(({ id }) => id !== wanted.id).toSorted(byTurn)
  const unloads: Resident[] = []
  const left = () => placeIn(leftBeside(room.host, sumOf(staying)), place)
  const fits = () => fitsIn(bytes, left())
  while (staying.length > 0 && (staying.length >= room.maxLoaded || fits() !== 'yes')) {
    const [first] = staying.splice(0, 1)
    if (first) unloads.push(first)
  }
  const verdict = fits()
  if (verdict === null) return null
  const { id, name, keepAliveMs, weights } = wanted
  const inVram = Math.min(bytes, Math.max(0, left().vramBytes ?? 0))
  const held = { vramBytes: inVram, ramBytes: bytes - inVram }
  const after = verdict === 'no' ? staying : [...staying, { id, name, keepAliveMs, weights, isBusy: false, ...held }]
  return { fits: verdict, unloads, after }
}

function byTurn(a: Resident, b: Resident): number {
  if (a.isBusy !== b.isBusy) return a.isBusy ? 1 : -1
  if (a.keepAliveMs !== b.keepAliveMs) return a.keepAliveMs < b.keepAliveMs ? -1 : 1
  return compareText(a.weights ?? '', b.weights ?? '') || compareText(a.name, b.name)
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

export const sumOf = (models: readonly HeldMemory[]): HeldMemory => ({
  vramBytes: models.reduce((sum, { vramBytes }) => sum + vramBytes, 0),
  ramBytes: models.reduce((sum, { ramBytes }) => sum + ramBytes, 0),
})

/** What of a host a model may use: one with no layers on a GPU has the processor's part alone. */
export const placeIn = (host: HostMemory, place: 'gpu' | 'cpu'): HostMemory =>
  place === 'gpu' ? host : { ...host, vramBytes: null, ramBytes: onProcessor(host) }
