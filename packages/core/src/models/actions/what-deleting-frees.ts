import { comparableName, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { type Layer, type Manifest, readManifests } from '../../ollama/manifests.ts'
import type { InstalledModel, ShownModel } from '../../ollama/ollama.ts'

export interface Freed {
  /** Null where it cannot be told. */
  readonly bytes: number | null
  /** Other models that keep the weights on disk. */
  readonly sharedWith: readonly string[]
}

/** Max models to inspect: each costs Ollama a read of its file. */
const maxShown = 16

/**
 * What deleting a model gives back: layers belong to every model that names them. Exact where the folder of the models
 * can be read, and otherwise as far as `/api/tags` and `/api/show` tell.
 */
export async function whatDeletingFrees(
  instance: Instance,
  model: InstalledModel,
  modelsFolder: string | null,
): Promise<Freed> {
  const installed = instance.installed.current().value ?? []
  const manifests = modelsFolder === null ? null : await readManifests(modelsFolder)
  const exact = manifests && byManifests(model, installed, manifests)
  return exact ?? byAsking(instance, model, installed)
}

/** Null where these are not the manifests of the server: a folder may be left from another one. */
function byManifests(
  model: InstalledModel,
  installed: readonly InstalledModel[],
  manifests: readonly Manifest[],
): Freed | null {
  const digests = new Set(manifests.map(({ digest }) => digest))
  if (!installed.every(({ digest }) => digest !== null && digests.has(bare(digest)))) return null
  const own = manifests.find(({ name }) => sameModel(name, model.name))
  if (!own) return null
  const others = manifests.filter((other) => other !== own)
  const kept = new Set(others.flatMap(({ layers }) => layers.map(({ digest }) => digest)))
  const goes = new Map(own.layers.filter(({ digest }) => !kept.has(digest)).map(({ digest, size }) => [digest, size]))
  const weights = new Set(own.layers.filter(isWeights).map(({ digest }) => digest))
  const sharing = new Set(
    others
      .filter(({ layers }) => layers.some(({ digest }) => weights.has(digest)))
      .map(({ name }) => comparableName(name)),
  )
  return {
    bytes: goes.values().reduce((sum, size) => sum + size, 0),
    sharedWith: installed.flatMap(({ name }) => (sharing.has(comparableName(name)) ? [name] : [])),
  }
}

const bare = (digest: string): string => digest.replace(/^sha256:/, '')

/** A licence or a template that others have too is small, and tells nobody anything. */
const isWeights = ({ mediaType }: Layer): boolean => /\.image\.(?:model|projector|adapter|tensor)$/.test(mediaType)

async function byAsking(
  instance: Instance,
  model: InstalledModel,
  installed: readonly InstalledModel[],
): Promise<Freed> {
  const others = installed.filter(({ name }) => !sameModel(name, model.name))
  const copies = others.filter(({ digest }) => digest !== null && digest === model.digest)
  if (copies.length > 0) return { bytes: 0, sharedWith: copies.map(({ name }) => name) }

  const candidates = model.remote ? [] : others.filter((other) => !other.remote && mayShareWeights(other, model))
  if (candidates.length === 0) return { bytes: model.size, sharedWith: [] }
  if (candidates.length > maxShown) return { bytes: null, sharedWith: [] }
  const [own, ...theirs] = await Promise.all([model, ...candidates].map((one) => weightsOf(instance, one)))
  const sharing = candidates.filter((_, index) => own?.some((digest) => theirs[index]?.includes(digest)))
  const isKnown = own !== null && !theirs.includes(null)
  return {
    bytes: isKnown && sharing.length === 0 ? model.size : null,
    sharedWith: sharing.map(({ name }) => name),
  }
}

/** Both values are read from the weights, so that equal weights have equal ones. */
const mayShareWeights = ({ details: a }: InstalledModel, { details: b }: InstalledModel): boolean =>
  a.parameter_size === b.parameter_size && a.quantization_level === b.quantization_level

async function weightsOf(instance: Instance, model: InstalledModel): Promise<readonly string[] | null> {
  try {
    return blobsOf(await instance.shown.get(model))
  } catch {
    return null
  }
}

/** Digests of the files that the lines FROM and ADAPTER of a Modelfile name; null where they name none. */
function blobsOf({ modelfile }: ShownModel): readonly string[] | null {
  const lines = modelfile?.matchAll(/^(?:FROM|ADAPTER)\s.*\bsha256[-:]([0-9a-f]{64})\b/gim) ?? []
  const digests = [...lines].flatMap(([, digest]) => digest ?? [])
  return digests.length > 0 ? digests : null
}
