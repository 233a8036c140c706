import type { RunningModel } from '@ollama-dashboard/contracts'
import type { Instances } from '../../instances/instances.ts'
import { type CallContext, systemContext } from '../../kernel/call-context.ts'
import type { Metric } from '../../kernel/contributions.ts'
import { orNull } from '../../kernel/errors.ts'
import type { Models } from '../models.ts'

type Lists = Pick<Models, 'running' | 'available'>

/**
 * What models contribute to a snapshot: those in memory on every server, as far as the caller sees them. One that hangs does not hide the others, nor one
 * that never answered or has just been removed.
 */
export async function knownRunning(
  context: CallContext,
  instances: Instances,
  models: Pick<Lists, 'running'>,
): Promise<RunningModel[]> {
  const lists = instances
    .all()
    .map(({ name: instance }) => orNull(() => models.running(context, { instance, peek: true })))
  return (await Promise.all(lists)).flatMap((list) => list?.models ?? [])
}

/** How many models each server that answers has in memory and on its disk. */
export function modelMetrics(instances: Instances, models: Lists): readonly Metric[] {
  function perServer(name: string, help: string, count: (instance: string) => Promise<number | null>): Metric {
    async function samples() {
      const answering = instances.all().filter((instance) => instance.reachable())
      const counts = answering.map(async ({ name: instance }) => {
        const value = await orNull(() => count(instance))
        return value === null ? [] : [{ labels: { instance_name: instance }, value }]
      })
      return (await Promise.all(counts)).flat()
    }
    return { type: 'gauge', name, help, labelNames: ['instance_name'], samples }
  }

  return [
    perServer('ollama_active_models', 'Models in memory', async (instance) => {
      const list = await models.running(systemContext, { instance, peek: true })
      return list.fetched_at === null ? null : list.models.filter(({ state }) => state === 'loaded').length
    }),
    perServer('ollama_available_models', 'Models installed', async (instance) => {
      const list = await models.available(systemContext, { instance, peek: true })
      return list.fetched_at === null ? null : list.models.length
    }),
  ]
}
