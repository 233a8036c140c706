import type { PerformanceRepository } from '../performance/performance-repository.ts'

/** How fast the models of a demo were is kept apart, and ends with it; that of all other servers is kept as ever. */
export function performanceWithPast(
  own: PerformanceRepository,
  past: PerformanceRepository,
  demoId: string,
  isOver: () => boolean,
): PerformanceRepository {
  const of = (instance: string) => (instance === demoId ? past : own)
  return {
    add: (sample) => of(sample.instance).add(sample),
    hours: (instance, scope) => of(instance).hours(instance, scope),
    buckets: (instance, scope) => of(instance).buckets(instance, scope),
    models: (instance, since) => of(instance).models(instance, since),
    modelBuckets: (instance, since) => of(instance).modelBuckets(instance, since),
    removeBefore(hour) {
      own.removeBefore(hour)
      if (!isOver()) past.removeBefore(hour)
    },
  }
}
