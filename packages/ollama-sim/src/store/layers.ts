import { type SimulatedModel, sha256 } from '../scenarios/simulated-model.ts'

/** The last word of a layer's media type; `model` is the one with the weights. */
export type LayerKind = 'model' | 'template' | 'system' | 'license' | 'params' | 'messages' | 'config'

/** A file of a model, as its manifest lists it. `digest` is `sha256:` and 64 hex digits, `size` is bytes. */
export interface Layer {
  readonly kind: LayerKind
  readonly digest: string
  readonly size: number
}

/** What a model without a template layer is prompted with. */
export const DEFAULT_TEMPLATE = '{{ .Prompt }}'

type Parts = Pick<SimulatedModel, 'weights' | 'template' | 'system' | 'license' | 'parameters' | 'messages'> &
  Pick<SimulatedModel, 'family' | 'parameter_size' | 'quantization_level'>

/** The layers of a model in the order of its manifest, the configuration last. */
export function layersOf(model: SimulatedModel): readonly Layer[] {
  const texts = textLayers(model)
  const size = Math.max(0, model.size - sizeOf(texts))
  return [{ kind: 'model', digest: model.weights, size }, ...texts]
}

/** All but the weights, as files of their own. */
export function textLayers(model: Parts): readonly Layer[] {
  const { template, system, license, parameters, messages } = model
  return [
    ...(template === DEFAULT_TEMPLATE ? [] : [textLayer('template', template)]),
    ...(system === undefined ? [] : [textLayer('system', system)]),
    ...(license === undefined ? [] : [textLayer('license', license)]),
    ...(Object.keys(parameters).length === 0 ? [] : [textLayer('params', goFile(parameters))]),
    ...(messages === undefined ? [] : [textLayer('messages', goFile(messages))]),
    textLayer('config', goFile(configOf(model))),
  ]
}

export const sizeOf = (layers: readonly Layer[]): number => layers.reduce((sum, layer) => sum + layer.size, 0)

/** The digest of the manifest, as `/api/tags` shows it. */
export const manifestDigest = (layers: readonly Layer[]): string =>
  sha256(JSON.stringify(layers.map(({ kind, digest, size }) => [kind, digest, size])))

function textLayer(kind: LayerKind, text: string): Layer {
  return { kind, digest: `sha256:${sha256(text)}`, size: Buffer.byteLength(text) }
}

const configOf = ({ family, parameter_size, quantization_level }: Parts) => ({
  model_format: 'gguf',
  model_family: family,
  model_families: [family],
  model_type: parameter_size,
  file_type: quantization_level,
  architecture: 'amd64',
  os: 'linux',
})

/** As Go writes a map to a file, so that equal content has the digest it has on a real server: keys sorted, a line break at the end. */
function goFile(value: unknown): string {
  const sorted = (_key: string, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part
  return `${escapeForGo(JSON.stringify(value, sorted))}\n`
}

const escapeForGo = (json: string) =>
  json.replace(/[<>&]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
