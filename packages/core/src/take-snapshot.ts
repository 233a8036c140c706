import type { RunningModel, Snapshot } from '@ollama-dashboard/contracts'
import type { Instances } from './instances/instances.ts'
import type { Jobs } from './jobs/jobs.ts'
import { systemContext } from './kernel/call-context.ts'
import { DashboardError } from './kernel/errors.ts'
import type { Models } from './models/models.ts'

/** How things stand now, on every server, without waiting for any: one that hangs must not hide the others. */
export async function takeSnapshot(
  instances: Instances,
  models: Pick<Models, 'running'>,
  jobs: Pick<Jobs, 'list'>,
): Promise<Snapshot> {
  const running = await Promise.all(instances.all().map(({ name }) => runningOn(name, models)))
  return { models: running.flat(), jobs: [...(await jobs.list(systemContext))], alerts: [] }
}

/** The models of one server; none if it never responded, so that the others still show. */
async function runningOn(instance: string, models: Pick<Models, 'running'>): Promise<readonly RunningModel[]> {
  try {
    return (await models.running(systemContext, { instance, peek: true })).models
  } catch (error) {
    if (error instanceof DashboardError) return []
    throw error
  }
}
