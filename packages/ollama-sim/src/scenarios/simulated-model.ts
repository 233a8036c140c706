import { createHash } from 'node:crypto'

export type Capability = 'completion' | 'tools' | 'insert' | 'vision' | 'embedding' | 'thinking' | 'audio'

/** An installed model. `name` is the display form, tag included; `size` is the sum of its layers in bytes. */
export interface SimulatedModel {
  readonly name: string
  readonly size: number
  /** 64 hex digits, without `sha256:`: of the manifest. */
  readonly digest: string
  /** `sha256:` and 64 hex digits: of the layer with the weights. Two models of the same weights share one runner. */
  readonly weights: string
  readonly modified_at: string
  readonly parent_model: string
  readonly family: string
  readonly parameter_size: string
  readonly quantization_level: string
  readonly capabilities: readonly Capability[]
  /** The key/values of the GGUF file, as `/api/show` gives them. */
  readonly model_info: Readonly<Record<string, unknown>>
  readonly template: string
  readonly system?: string
  readonly license?: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** A conversation that every chat with the model begins with. */
  readonly messages?: readonly { readonly role: string; readonly content: string }[]
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface ModelSketch {
  readonly name: string
  readonly size: number
  readonly architecture: string
  readonly parameter_size: string
  readonly parameter_count: number
  readonly quantization_level: string
  readonly capabilities: readonly Capability[]
  readonly daysOld: number
  /** Keys of model_info below the architecture, such as `block_count`. */
  readonly dimensions: Readonly<Record<string, unknown>>
  readonly template?: string
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly license?: string
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Fills in what follows from a few true values: digests, model_info, times. */
export function modelOf(sketch: ModelSketch): SimulatedModel {
  const { architecture, dimensions, license } = sketch
  const below = Object.entries(dimensions).map(([key, value]) => [`${architecture}.${key}`, value] as const)
  return {
    name: sketch.name,
    size: sketch.size,
    digest: sha256(`manifest ${sketch.name} ${sketch.size}`),
    weights: `sha256:${sha256(`weights ${sketch.name} ${sketch.size}`)}`,
    modified_at: new Date(Date.now() - sketch.daysOld * DAY_MS).toISOString(),
    parent_model: '',
    family: architecture,
    parameter_size: sketch.parameter_size,
    quantization_level: sketch.quantization_level,
    capabilities: sketch.capabilities,
    model_info: {
      'general.architecture': architecture,
      'general.file_type': FILE_TYPES[sketch.quantization_level] ?? 15,
      'general.parameter_count': sketch.parameter_count,
      'general.quantization_version': 2,
      ...Object.fromEntries(below.toSorted(([a], [b]) => (a < b ? -1 : 1))),
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.tokens': null,
    },
    template: sketch.template ?? templateFor(sketch.capabilities),
    ...(license === undefined ? {} : { license }),
    parameters: sketch.parameters ?? {},
  }
}

/** `general.file_type` of the GGUF format. */
const FILE_TYPES: Readonly<Record<string, number>> = {
  F32: 0,
  F16: 1,
  Q4_0: 2,
  Q8_0: 7,
  Q4_K_M: 15,
  BF16: 32,
  MXFP4: 38,
}

function templateFor(capabilities: readonly Capability[]): string {
  const tools = capabilities.includes('tools') ? '{{ if .Tools }}{{ .Tools }}{{ end }}' : ''
  const suffix = capabilities.includes('insert') ? '{{ if .Suffix }}{{ .Suffix }}{{ end }}' : ''
  const thinking = capabilities.includes('thinking') ? '{{ if .Thinking }}<think>{{ .Thinking }}</think>{{ end }}' : ''
  return capabilities.includes('embedding')
    ? '{{ .Prompt }}'
    : `{{ if .System }}{{ .System }} {{ end }}${tools}${suffix}${thinking}{{ .Prompt }}`
}
