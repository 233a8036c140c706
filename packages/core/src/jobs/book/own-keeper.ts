import type { Background } from '../../kernel/background.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { JobRepository } from '../job-repository.ts'
import type { StoredJob } from '../job-table.ts'
import type { JobEntry } from './job-entry.ts'
import type { JobKeeper } from './job-keeper.ts'
import { createLateWrites } from './late-writes.ts'

export interface KeeperOptions {
  readonly repository: JobRepository
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** Keeps the jobs of a process that has the storage for itself: what it knows is what there is. */
export function createOwnKeeper({ repository, clock, background }: KeeperOptions): JobKeeper {
  const late = createLateWrites(clock, background)

  function write(job: StoredJob): Promise<void> {
    late.drop(job.id)
    return repository.save(job)
  }

  const isWrittenFirst = ({ isKept, kind }: JobEntry) => isKept && kind.isKeptFirst
  const writeTurn = ({ kind, inTurn, beside }: JobEntry) => (kind.isKeptFirst ? inTurn : beside)
  const writeLate = (entry: JobEntry) => late.add(entry.job.id, () => writeTurn(entry)(() => write(entry.job)))

  async function writeSurely(entry: JobEntry, job: StoredJob): Promise<void> {
    if (!(await background.settle('jobs', write(job)))) writeLate(entry)
  }

  return {
    async begin(entry) {
      if (isWrittenFirst(entry)) await write(entry.job)
      return entry.job
    },
    async change(entry, _, patch) {
      if (isWrittenFirst(entry)) await write({ ...entry.job, ...patch })
      // Its progress may have gone on while that was written.
      return { ...entry.job, ...patch }
    },
    async note(entry, _, patch) {
      if (isWrittenFirst(entry)) await writeSurely(entry, { ...entry.job, ...patch })
      return { ...entry.job, ...patch }
    },
    told(entry, as) {
      // As it is when its turn comes.
      const isWrittenBeside = entry.isKept && !entry.kind.isKeptFirst
      if (as === 'changed' && isWrittenBeside) void entry.beside(() => writeSurely(entry, entry.job))
    },
    saveLater(entry) {
      if (entry.isKept) writeLate(entry)
    },
    async save(entry) {
      if (isWrittenFirst(entry)) await entry.inTurn(() => writeSurely(entry, entry.job))
    },
    async refresh() {},
    remove(entries) {
      for (const { job } of entries) late.drop(job.id)
      const kept = entries.flatMap(({ job, isKept }) => (isKept ? [job.id] : []))
      if (kept.length === 0) return
      // A write that is on its way would bring one back.
      const written = Promise.all(entries.map((entry) => writeTurn(entry)(async () => {})))
      // What stays behind is removed the next time: jobs are counted when they are read, too.
      void background.settle(
        'jobs',
        written.then(() => repository.remove(kept)),
      )
    },
    [Symbol.asyncDispose]: () => late[Symbol.asyncDispose](),
  }
}
