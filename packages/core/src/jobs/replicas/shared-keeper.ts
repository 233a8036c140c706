import { wait } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { LeaseLost } from '../../replicas/lease.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import { isRunHere, type JobEntry } from '../book/job-entry.ts'
import type { JobKeeper } from '../book/job-keeper.ts'
import { createLateWrites } from '../book/late-writes.ts'
import type { KeeperOptions } from '../book/own-keeper.ts'
import type { Fence } from '../job-repository.ts'
import { type JobEvent, statesBefore } from '../job-states.ts'
import type { StoredJob } from '../job-table.ts'
import { type JobMessage, jobChannel } from './job-message.ts'

export type JobReplicas = Pick<Replicas, 'id' | 'link' | 'leader' | 'members'>

export interface SharedKeeperOptions extends KeeperOptions {
  readonly replicas: JobReplicas
  readonly closing: AbortSignal
}

const againMs = 1000

/**
 * Keeps the jobs of several replicas: each change is made in the storage, if it can still happen there, and others are told.
 * What a run says is written for as long as this replica is the one that runs jobs, and never after.
 */
export function createSharedKeeper(options: SharedKeeperOptions): JobKeeper {
  const { repository, replicas, clock, background, closing } = options
  const { leader, link } = replicas
  const late = createLateWrites(clock, background)
  const fence: Fence = (transaction) => leader.confirm(transaction)

  /** Null once it is not ours to write, or has changed elsewhere. */
  async function writeFenced(entry: JobEntry, patch: Partial<StoredJob>, event?: JobEvent): Promise<StoredJob | null> {
    if (!leader.isHeld()) return null
    const { id, progress, attempts } = entry.job
    const from = event ? statesBefore(event) : (['running'] as const)
    try {
      return await repository.change({ id, patch: { progress, attempts, ...patch }, from, fence })
    } catch (error) {
      if (error instanceof LeaseLost) return null
      throw error
    }
  }

  async function writeRun(entry: JobEntry): Promise<void> {
    late.drop(entry.job.id)
    const { lost_runs, runner } = entry.job
    if (entry.job.state === 'running') await writeFenced(entry, { lost_runs, runner })
  }

  const saveLater = (entry: JobEntry) => late.add(entry.job.id, () => entry.inTurn(() => writeRun(entry)))

  return {
    begin: ({ job }) => repository.begin(job),

    async change(entry, event, patch) {
      const { id, progress, key, kind } = entry.job
      const change = {
        id,
        patch: { ...(isRunHere(entry) && { progress }), ...patch },
        from: statesBefore(event),
      }
      const changed = await (event === 'retry'
        ? repository.beginAgain(change, { key, kind })
        : repository.change(change))
      if (!changed || 'progress' in patch) return changed
      // Its progress may have gone on while that was written.
      return { ...changed, progress: entry.job.progress ?? changed.progress }
    },

    async note(entry, event, patch) {
      const whole = event === 'start' ? { ...patch, runner: replicas.id } : patch
      while (!closing.aborted) {
        try {
          return await writeFenced(entry, whole, event)
        } catch (error) {
          if (!(error instanceof DashboardError)) throw error
        }
        // A storage that does not answer for long ends the lease too.
        await wait(clock, againMs, closing)
      }
      return null
    },

    told({ job: { id, progress, attempts } }, as) {
      link.publish(jobChannel, (as === 'changed' ? { id } : { id, progress, attempts }) satisfies JobMessage)
    },

    saveLater,

    async save(entry) {
      await entry.inTurn(async () => {
        if (!(await background.settle('jobs', writeRun(entry)))) saveLater(entry)
      })
    },

    async refresh(entry) {
      if (isRunHere(entry)) return
      entry.job = (await repository.find(entry.job.id)) ?? entry.job
    },

    remove(entries) {
      const ids = entries.map(({ job }) => job.id)
      for (const id of ids) late.drop(id)
      if (ids.length > 0 && leader.isHeld()) void background.settle('jobs', repository.remove(ids, fence))
    },

    [Symbol.asyncDispose]: () => late[Symbol.asyncDispose](),
  }
}
