import type { Instance } from '../../instances/instance.ts'
import type { Instances } from '../../instances/instances.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Labels, Metric } from '../../kernel/contributions.ts'
import type { InstalledModel, LoadedModel } from '../../ollama/ollama.ts'
import { isForever } from '../actions/keep-alive.ts'

type Read = (model: LoadedModel) => number | null

/**
 * What is known of models in memory: a scrape costs as much as is loaded, however much is installed, and the series of a
 * model end when it leaves. A server that does not answer has none.
 */
export function loadedMetrics(instances: Pick<Instances, 'all'>, clock: Clock): readonly Metric[] {
  const loaded = () =>
    instances.all().flatMap((instance) => {
      const models = instance.reachable() ? (instance.loaded.current().value ?? []) : []
      return models.map((model) => ({ instance, model }))
    })
  const gauge = (name: string, help: string, read: Read): Metric => ({
    type: 'gauge',
    ...{ name, help, labelNames: byModel },
    samples: () =>
      loaded().flatMap(({ instance, model }) => {
        const value = read(model)
        return value === null ? [] : [{ labels: labelsOf(instance, model), value }]
      }),
  })

  return [
    {
      type: 'gauge',
      name: 'ollama_model_info',
      help: 'Always 1; the labels tell what a model in memory is',
      labelNames: [...byModel, 'family', 'parameter_size', 'quantization', 'digest'],
      samples: () =>
        loaded().map(({ instance, model }) => ({
          labels: { ...labelsOf(instance, model), ...traits(model) },
          value: 1,
        })),
    },
    gauge('ollama_model_loaded', 'Always 1 for a model in memory; no other model has it', () => 1),
    gauge('ollama_model_size_bytes', 'What a model takes in memory, on GPUs and beside them', ({ size }) => size),
    gauge('ollama_model_vram_bytes', 'What a model takes in the memory of GPUs', ({ sizeVram }) => sizeVram),
    gauge(
      'ollama_model_context_length',
      'Context that a model is loaded with, in tokens',
      (model) => model.contextLength,
    ),
    gauge('ollama_model_expires_timestamp_seconds', 'When a model leaves memory without further use', (model) =>
      expiry(model, clock.now()),
    ),
    {
      type: 'gauge',
      name: 'ollama_models_installed_size_bytes',
      help: 'Size of all installed models together; layers that they share count each time',
      labelNames: ['instance_name'],
      samples: () =>
        instances.all().flatMap((instance) => {
          const value = instance.reachable() ? installedBytes(instance) : null
          return value === null ? [] : [{ labels: { instance_name: instance.name }, value }]
        }),
    },
  ]
}

const byModel = ['instance_name', 'model']
const labelsOf = (instance: Instance, { name }: LoadedModel): Labels => ({ instance_name: instance.name, model: name })

const traits = ({ details, digest }: LoadedModel): Labels => ({
  family: details.family ?? '',
  parameter_size: details.parameter_size ?? '',
  quantization: details.quantization_level ?? '',
  digest: digest?.replace(/^sha256:/, '').slice(0, 12) ?? '',
})

/** A model that stays for ever has none. */
function expiry({ expiresAt }: LoadedModel, now: number): number | null {
  const ms = expiresAt === null ? Number.NaN : Date.parse(expiresAt)
  return Number.isNaN(ms) || isForever(ms - now) ? null : ms / 1000
}

const sums = new WeakMap<readonly InstalledModel[], number>()

/** Added up once for each answer of a server. */
function installedBytes({ installed }: Instance): number | null {
  const { value } = installed.current()
  if (value === null) return null
  const sum = sums.get(value) ?? value.reduce((total, { size }) => total + (size ?? 0), 0)
  sums.set(value, sum)
  return sum
}
