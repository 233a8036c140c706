import type { Clock } from '../kernel/clock.ts'
import type { Collector, Reads } from '../kernel/collector/collector.ts'
import type { Metric, Sample } from '../kernel/contributions.ts'
import type { Instance } from './instance.ts'
import type { Instances } from './instances.ts'

type Known = Pick<Instances, 'all'>

/** Whether each server answers, what it is, and how reading it goes. */
export const instanceMetrics = (instances: Known, clock: Clock): readonly Metric[] => [
  {
    type: 'gauge',
    name: 'ollama_up',
    help: 'Whether the Ollama server answered the last poll',
    labelNames: ['instance_name'],
    samples: ofEach(instances, ({ name, reachable }) => {
      const isUp = reachable()
      return isUp === null ? [] : [{ labels: { instance_name: name }, value: Number(isUp) }]
    }),
  },
  {
    type: 'gauge',
    name: 'ollama_version_info',
    help: 'Always 1; the label holds the version of the Ollama server',
    labelNames: ['instance_name', 'version'],
    samples: ofEach(instances, ({ name, reachable, version }) => {
      const { value } = version.current()
      return value === null || !reachable() ? [] : [{ labels: { instance_name: name, version: value }, value: 1 }]
    }),
  },
  {
    type: 'gauge',
    name: 'ollama_collector_consecutive_failures',
    help: 'Readings that failed since the last one that succeeded',
    labelNames: ['instance_name', 'collector'],
    samples: ofEach(instances, (instance) =>
      collectorsOf(instance).map(({ name, current }) => ({
        labels: { instance_name: instance.name, collector: name },
        value: current().failures,
      })),
    ),
  },
  reads(instances, 'hits', 'Reads that were answered with what was known'),
  reads(instances, 'misses', 'Reads for which the Ollama server had to be asked'),
  {
    type: 'gauge',
    name: 'ollama_cache_age_seconds',
    help: 'Age of what is known of a server',
    labelNames: ['instance_name', 'cache_type'],
    samples: ofEach(instances, (instance) =>
      collectorsOf(instance).flatMap(({ name, current }) => {
        const { fetchedAt } = current()
        // The clock may have been set back.
        const age = fetchedAt === null ? null : Math.max(0, clock.now() - fetchedAt) / 1000
        return age === null ? [] : [{ labels: { instance_name: instance.name, cache_type: name }, value: age }]
      }),
    ),
  },
]

const collectorsOf = ({ loaded, installed, version }: Instance): readonly Collector<unknown>[] => [
  loaded,
  installed,
  version,
]

const ofEach = (instances: Known, samples: (instance: Instance) => readonly Sample[]) => () =>
  instances.all().flatMap(samples)

/** `cache_type`: the collectors by their names, and what `/api/show` said of models. */
const reads = (instances: Known, part: keyof Reads, help: string): Metric => ({
  type: 'counter',
  name: `ollama_cache_${part}_total`,
  help,
  labelNames: ['instance_name', 'cache_type'],
  samples: ofEach(instances, (instance) =>
    [...collectorsOf(instance), { name: 'show', reads: instance.shown.reads }].map((cache) => ({
      labels: { instance_name: instance.name, cache_type: cache.name },
      value: cache.reads[part],
    })),
  ),
})
