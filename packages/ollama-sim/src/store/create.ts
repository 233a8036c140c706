import { ApiError } from '../http/api-error.ts'
import { type Machine, MODELS_DIR } from '../machine.ts'
import type { Progress } from '../registry/progress.ts'
import { pull } from '../registry/pull.ts'
import { readDigest } from '../routes/blob-routes.ts'
import { type SimulatedModel, sha256 } from '../scenarios/simulated-model.ts'
import { checkTemplate, withTemplate } from '../text/template.ts'
import { modelOfGguf } from './gguf-model.ts'
import { type LayerKind, layersOf, manifestDigest, sizeOf, textLayers } from './layers.ts'
import { type ModelName, parseModelName } from './model-name.ts'
import { quantize } from './quantize.ts'

/** What a model is to be made of. Empty texts are as good as none. */
export interface CreateRequest {
  readonly name: ModelName
  readonly from: string
  /** Digests of uploaded files by their path. */
  readonly files: Readonly<Record<string, string>> | undefined
  readonly template: string
  readonly system: string
  readonly licenses: readonly string[]
  readonly parameters: Readonly<Record<string, unknown>>
  readonly messages: NonNullable<SimulatedModel['messages']>
  readonly quantize: string
  readonly signal: AbortSignal
}

type Steps = AsyncGenerator<Progress, SimulatedModel, void>

/** Makes a model, step by step. A model that is replaced leaves the layers nobody else needs behind. */
export async function* create(machine: Machine, request: CreateRequest): AsyncGenerator<Progress, void, void> {
  const { store } = machine
  const { name } = request
  const base = yield* baseOf(machine, request)
  const quantized = request.quantize === '' ? base : yield* quantize(machine, base, request.quantize, request.signal)
  const model = changed(quantized, request)
  const layers = layersOf(model)
  const isNew = newKinds(model, request)
  const unchanged = layers.filter(({ kind }) => kind !== 'config' && !isNew.includes(kind))
  const last = isNew.flatMap((kind) => layers.filter((layer) => layer.kind === kind))
  for (const { digest } of [...unchanged, ...last]) {
    const verb = store.blobs.find(digest) === undefined ? 'creating new' : 'using existing'
    yield { status: `${verb} layer ${digest}` }
  }
  yield { status: 'writing manifest' }
  const before = store.find(name)
  store.put(name, { ...model, digest: manifestDigest(layers) })
  if (before !== undefined) store.prune(layersOf(before))
  yield { status: 'success' }
}

async function* baseOf(machine: Machine, request: CreateRequest): Steps {
  if (request.from !== '') return yield* fromModel(machine, request)
  const { files } = request
  if (files === undefined) throw new ApiError(400, "neither 'from' or 'files' was specified")
  const paths = Object.keys(files).toSorted()
  if (paths.some((path) => path.endsWith('.safetensors'))) {
    yield { status: 'converting model' }
    // Weights that were never a model to begin with: the simulation has nothing to convert.
    throw new ApiError(500, paths.includes('config.json') ? 'unknown architecture' : NO_CONFIG)
  }
  const isGguf = (path: string) =>
    path.endsWith('.gguf') || machine.store.blobs.find(files[path] ?? '')?.gguf !== undefined
  const path = paths.find(isGguf)
  if (path === undefined) throw new ApiError(400, 'unknown type')
  return yield* fromGguf(machine, files[path] ?? '', request.signal)
}

const NO_CONFIG = 'open config.json: no such file or directory'

/** A model that is not there is pulled first, with all lines of a pull. */
async function* fromModel(machine: Machine, { from, signal }: CreateRequest): Steps {
  const name = parseModelName(from)
  if (name === null) throw new ApiError(400, 'invalid model name')
  if (machine.store.find(name) === undefined) yield* pull(machine, { name, insecure: false, signal })
  const base = machine.store.find(name)
  if (base === undefined) throw new ApiError(500, `model ${JSON.stringify(from)} not found`)
  return { ...base, parent_model: base.name }
}

// The file is read, and written anew, at the pace of a good disk.
const CONVERTED_BYTES_PER_MS = 1_000_000

async function* fromGguf({ store, habits, clock }: Machine, asked: string, signal: AbortSignal): Steps {
  yield { status: 'parsing GGUF' }
  const digest = readDigest(asked)
  const blob = store.blobs.find(digest)
  const file = `${MODELS_DIR}/blobs/${digest.replace(':', '-')}`
  if (blob === undefined) throw new ApiError(500, `open ${file}: no such file or directory`)
  const model = blob.gguf === undefined ? weightsOf(store.list(), digest) : modelOfGguf(digest, blob, blob.gguf)
  if (model === undefined) throw new ApiError(400, 'supplied file was not in GGUF format')
  if (!habits.convertsOnCreate) return { ...model, parent_model: file }
  await clock.wait(model.size / CONVERTED_BYTES_PER_MS, signal)
  yield { status: 'verifying conversion' }
  await clock.wait(model.size / CONVERTED_BYTES_PER_MS, signal)
  return {
    ...model,
    weights: `sha256:${sha256(`${digest} converted`)}`,
    model_info: { 'general.quantization_version': 2, ...model.model_info },
  }
}

/** The bare weights of an installed model. */
function weightsOf(models: readonly SimulatedModel[], digest: string): SimulatedModel | undefined {
  const model = models.find((candidate) => candidate.weights === digest)
  if (model === undefined) return undefined
  const { system: _system, license: _license, messages: _messages, ...weights } = model
  return { ...weights, parent_model: '', parameters: {} }
}

function changed(base: SimulatedModel, request: CreateRequest): SimulatedModel {
  const { template, system, licenses, messages } = request
  if (template !== '') checkTemplate(template)
  const license = [...(base.license === undefined ? [] : [base.license]), ...licenses].join('\n')
  const model: SimulatedModel = {
    ...base,
    parameters: { ...base.parameters, ...request.parameters },
    ...(template === '' ? {} : { template, capabilities: withTemplate(base.capabilities, template) }),
    ...(system === '' ? {} : { system }),
    ...(license === '' ? {} : { license }),
    ...(messages.length === 0 ? {} : { messages }),
  }
  return { ...model, size: base.size - sizeOf(textLayers(base)) + sizeOf(textLayers(model)) }
}

/** The layers that are written, in the order Ollama writes them; the parameters always are. */
function newKinds(model: SimulatedModel, request: CreateRequest): readonly LayerKind[] {
  return [
    ...(request.template === '' ? [] : (['template'] as const)),
    ...(request.system === '' ? [] : (['system'] as const)),
    ...(request.licenses.length === 0 ? [] : (['license'] as const)),
    ...(Object.keys(model.parameters).length === 0 ? [] : (['params'] as const)),
    ...(request.messages.length === 0 ? [] : (['messages'] as const)),
  ]
}
