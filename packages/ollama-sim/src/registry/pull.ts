import type { Machine } from '../machine.ts'
import type { Layer } from '../store/layers.ts'
import { layersOf, sizeOf } from '../store/layers.ts'
import type { ModelName } from '../store/model-name.ts'
import type { Progress } from './progress.ts'
import { findInRegistry } from './registry.ts'

export interface PullRequest {
  readonly name: ModelName
  readonly insecure: boolean
  readonly signal: AbortSignal
}

const MANIFEST_MS = 150
const LINE_MS = 60
const VERIFIED_BYTES_PER_MS = 1_500_000

/**
 * A pull, line by line. Layers come one after the other; those on disk already take one line. The model's manifest is replaced at the end
 * alone, so what is installed stays as it is if the pull fails. Ending the loop early leaves the pull.
 */
export async function* pull(machine: Machine, request: PullRequest): AsyncGenerator<Progress, void, void> {
  const { store, clock, scenario } = machine
  const { name, signal } = request
  yield { status: 'pulling manifest' }
  await clock.wait(MANIFEST_MS, signal)
  const model = findInRegistry(scenario.registry, name, request)
  const layers = layersOf(model)
  const missing = layers.filter((layer) => store.blobs.find(layer.digest) === undefined)
  for (const layer of layers) yield* pullLayer(machine, layer, signal)
  yield { status: 'verifying sha256 digest' }
  await clock.wait(sizeOf(missing) / VERIFIED_BYTES_PER_MS, signal)
  yield { status: 'writing manifest' }
  const before = store.find(name)
  store.put(name, model)
  const kept = new Set(layers.map((layer) => layer.digest))
  const replaced = before === undefined ? [] : layersOf(before).filter((layer) => !kept.has(layer.digest))
  if (replaced.length > 0) {
    yield { status: 'removing unused layers' }
    store.prune(replaced)
  }
  yield { status: 'success' }
}

async function* pullLayer(
  { store, clock, downloads }: Machine,
  layer: Layer,
  signal: AbortSignal,
): AsyncGenerator<Progress, void, void> {
  const { digest, size: total } = layer
  const line = (completed: number) => ({
    status: `pulling ${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`,
    digest,
    total,
    ...(completed === 0 ? {} : { completed }),
  })
  if (store.blobs.find(digest) !== undefined) {
    yield line(total)
    return
  }
  using download = downloads.join(layer)
  const done = download.done.then(() => true)
  const pace = clock.pace()
  // The end of a layer has no line of its own: a layer that comes within 60 ms is not mentioned at all.
  while (!(await Promise.race([done, pace(LINE_MS, signal)]))) yield line(download.completed)
}
