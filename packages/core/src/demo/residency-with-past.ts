import { timestamp } from '../kernel/clock.ts'
import type { ResidencyRepository, ServerOfSpan } from '../residency/residency-repository.ts'

/** A model that was in memory for a while, or is there still; times are milliseconds since the epoch, sizes bytes. */
export interface PastResident {
  readonly model: string
  readonly loadingAt: number
  readonly loadedAt: number
  readonly endedAt: number | null
  readonly size: number
  readonly sizeVram: number
}

/** What was in memory of a simulated server is kept apart, and ends with it; that of all other servers is kept as ever. */
export function residencyWithPast(
  own: ResidencyRepository,
  past: ResidencyRepository,
  demoId: string,
  isOver: () => boolean,
): ResidencyRepository {
  const of = ({ id }: ServerOfSpan) => (id === demoId ? past : own)
  return {
    open: (server) => of(server).open(server),
    within: (server, ...period) => of(server).within(server, ...period),
    begin: (server, ...span) => of(server).begin(server, ...span),
    see: (server, ...seen) => of(server).see(server, ...seen),
    end: (server, ...ended) => of(server).end(server, ...ended),
    removeBefore(time) {
      own.removeBefore(time)
      if (!isOver()) past.removeBefore(time)
    },
  }
}

/** Keeps a span of the simulated server with that id. */
export function keepSpan(repository: ResidencyRepository, id: string, span: PastResident, now: number): void {
  // In memory, no address tells one server from another.
  const server = { id, url: new URL('http://localhost') }
  const ended_at = span.endedAt === null ? null : timestamp(span.endedAt)
  repository.begin(server, {
    model: span.model,
    loading_at: timestamp(span.loadingAt),
    loaded_at: timestamp(span.loadedAt),
    last_seen_at: ended_at ?? timestamp(now),
    ended_at,
    size: span.size,
    size_vram: span.sizeVram,
    context_length: null,
    requested_by: null,
  })
  if (ended_at !== null) repository.end(server, span.model, ended_at)
}
