import type { HistoryRepository, Source } from '../history/history-repository.ts'

/** What a simulated machine and its server were like is kept apart, and ends with them; that of other servers is kept as ever. */
export function historyWithPast(
  own: HistoryRepository,
  past: HistoryRepository,
  demoId: string,
  isOver: () => boolean,
): HistoryRepository {
  const of = (source: Source) => (!isOver() && (source === 'host' || source.instance === demoId) ? past : own)
  return {
    add: (source, ...added) => of(source).add(source, ...added),
    steps: (source, query) => of(source).steps(source, query),
    lastBefore: (...step) => of('host').lastBefore(...step),
    async save() {
      await own.save()
      if (!isOver()) await past.save()
    },
    removeBefore(...step) {
      own.removeBefore(...step)
      if (!isOver()) past.removeBefore(...step)
    },
  }
}
