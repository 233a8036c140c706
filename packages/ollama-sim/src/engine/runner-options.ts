import { ApiError } from '../http/api-error.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import { defaultContext, trainedContext } from './memory-need.ts'

/** The options a runner is started with: another value of any of them costs a reload. */
export interface RunnerOptions {
  readonly num_ctx: number
  readonly num_batch: number
  readonly num_gpu: number
  readonly main_gpu: number
  readonly use_mmap: boolean | null
  readonly num_thread: number
  readonly shift: boolean
}

/** Models that see get as many tokens of context at least. Source: GetRunner in server/sched.go. */
const LEAST_TO_SEE = 2048

type Kind = 'integer' | 'float32' | 'boolean' | 'array'

/** Every option Ollama knows with the type its refusal names. Others it ignores. */
const KINDS: Readonly<Record<string, Kind>> = {
  num_ctx: 'integer',
  num_batch: 'integer',
  num_gpu: 'integer',
  main_gpu: 'integer',
  use_mmap: 'boolean',
  num_thread: 'integer',
  num_keep: 'integer',
  seed: 'integer',
  num_predict: 'integer',
  top_k: 'integer',
  top_p: 'float32',
  min_p: 'float32',
  typical_p: 'float32',
  repeat_last_n: 'integer',
  temperature: 'float32',
  repeat_penalty: 'float32',
  presence_penalty: 'float32',
  frequency_penalty: 'float32',
  stop: 'array',
}

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  integer: (value) => typeof value === 'number',
  float32: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
}

export type Options = Readonly<Record<string, unknown>>

/** The request's options over the model's own; a wrong type is a 500, as odd as that is. */
export function mergeOptions(model: SimulatedModel, requested: Options): Options {
  for (const [key, value] of Object.entries(requested)) {
    const kind = KINDS[key]
    if (kind !== undefined && value !== null && !FITS[kind](value)) {
      throw new ApiError(
        500,
        `option ${JSON.stringify(key)} must be of type ${kind === 'array' ? 'array of strings' : kind}`,
      )
    }
  }
  return { ...model.parameters, ...requested }
}

export const numberOption = (options: Options, key: string): number | undefined =>
  typeof options[key] === 'number' ? options[key] : undefined

export function runnerOptions(
  model: SimulatedModel,
  options: Options,
  machine: { readonly vramTotal: number; readonly shift: boolean },
): RunnerOptions {
  const wanted = numberOption(options, 'num_ctx') ?? 0
  const least = model.capabilities.includes('vision') ? LEAST_TO_SEE : 4
  const context = wanted > 0 ? Math.trunc(wanted) : defaultContext(machine.vramTotal)
  return {
    num_ctx: Math.min(Math.max(context, least), trainedContext(model)),
    num_batch: numberOption(options, 'num_batch') ?? 512,
    num_gpu: numberOption(options, 'num_gpu') ?? -1,
    main_gpu: numberOption(options, 'main_gpu') ?? 0,
    use_mmap: typeof options['use_mmap'] === 'boolean' ? options['use_mmap'] : null,
    num_thread: numberOption(options, 'num_thread') ?? 0,
    shift: machine.shift,
  }
}
