import type { Metric } from '../kernel/contributions.ts'
import type { Instances } from './instances.ts'

/** Whether each server answers. */
export const instanceMetrics = (instances: Pick<Instances, 'all'>): readonly Metric[] => [
  {
    type: 'gauge',
    name: 'ollama_up',
    help: 'Whether the Ollama server answered the last poll',
    labelNames: ['instance_name'],
    samples: () =>
      instances.all().flatMap(({ name, reachable }) => {
        const isUp = reachable()
        return isUp === null ? [] : [{ labels: { instance_name: name }, value: Number(isUp) }]
      }),
  },
]
