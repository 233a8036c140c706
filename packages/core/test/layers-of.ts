import { readArchitecture } from '../src/memory/read-architecture.ts'

/** The layers that `model_info` tells of. */
export function layersOf(info: Record<string, unknown>) {
  const { layers } = readArchitecture(info, null)
  if (!layers) throw new Error('no layers')
  return layers
}
