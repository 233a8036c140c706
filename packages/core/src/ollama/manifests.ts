import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { countOf, isObject, objectOf, textOf } from './answers/json-value.ts'

export interface Layer {
  readonly digest: string
  readonly size: number
  readonly mediaType: string
}

/** What Ollama keeps of a model beside its layers. Source: manifest/manifest.go of Ollama. */
export interface Manifest {
  /** In full: `host/namespace/model:tag`. */
  readonly name: string
  /** SHA-256 of the manifest file in hex, as in `/api/tags`. */
  readonly digest: string
  /** The configuration is one of them. */
  readonly layers: readonly Layer[]
}

/** All manifests in a folder of models; null where they cannot be read. One that makes no sense is left out, as Ollama does. */
export async function readManifests(modelsFolder: string): Promise<readonly Manifest[] | null> {
  const folder = join(modelsFolder, 'manifests')
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
    const read = await Promise.all(
      files.map(async (file) => parseManifest(relative(folder, file).split(sep), await readFile(file))),
    )
    return read.filter((manifest) => manifest !== null)
  } catch {
    // It does not exist, is not ours to read, or changes at this moment.
    return null
  }
}

function parseManifest(path: readonly string[], content: Buffer): Manifest | null {
  const [host, namespace, model, tag, ...deeper] = path
  if (!host || !namespace || !model || !tag || deeper.length > 0) return null
  const manifest = jsonObjectOf(content.toString('utf8'))
  const { config, layers } = manifest
  if (!isObject(config) || !Array.isArray(layers)) return null
  return {
    name: `${host}/${namespace}/${model}:${tag}`,
    digest: createHash('sha256').update(content).digest('hex'),
    layers: [...layers, config].flatMap((layer) => layerOf(layer) ?? []),
  }
}

function layerOf(value: unknown): Layer | null {
  const layer = objectOf(value)
  const digest = textOf(layer['digest'])
  const size = countOf(layer['size'])
  return digest === null || size === null ? null : { digest, size, mediaType: textOf(layer['mediaType']) ?? '' }
}

function jsonObjectOf(text: string) {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return {}
  }
}
