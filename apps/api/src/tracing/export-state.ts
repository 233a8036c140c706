import { type Clock, DashboardError, type HealthCheck } from '@ollama-dashboard/core'

/** A collector that is down for a night is worth a few lines of the log, not thousands. */
const tellAgainMs = 600_000

export interface ExportState {
  /** Notes that so many spans were delivered, or were lost for a reason. */
  note(spans: number, failure: unknown): void
  readonly health: HealthCheck
}

export interface ExportStateOptions {
  readonly clock: Clock
  /** Told as a DashboardError that spans are lost, rarely. */
  readonly report: (error: unknown) => void
}

/** Remembers whether spans reach their collector. */
export function createExportState({ clock, report }: ExportStateOptions): ExportState {
  let reason: string | null = null
  let lost = 0
  let triedAt: number | null = null
  let toldAt = Number.NEGATIVE_INFINITY

  return {
    note(spans, failure) {
      triedAt = clock.now()
      if (!failure) {
        reason = null
        return
      }
      reason = wordsFor(failure)
      lost += spans
      if (clock.elapsed() - toldAt < tellAgainMs) return
      toldAt = clock.elapsed()
      report(new DashboardError('internal', `Traces are not delivered: ${reason}`))
    },
    health() {
      const losses = lost === 0 ? '' : ` ${lost} ${lost === 1 ? 'span was' : 'spans were'} lost since the start.`
      const stand = triedAt === null ? 'Nothing was sent yet.' : 'The last spans were delivered.'
      const status = reason === null ? 'healthy' : 'degraded'
      return [{ name: 'traces', status, detail: `${reason ?? stand}${losses}`, checkedAt: triedAt }]
    },
  }
}

/** In words of ours: those of the exporter hold the address, and what the collector says may hold anything. */
function wordsFor(failure: unknown): string {
  const { code } = failure as { readonly code?: unknown }
  if (typeof code === 'number') return `The collector answered ${code}.`
  if (typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code)) return `The collector cannot be reached (${code}).`
  const isLate = failure instanceof Error && /timed? ?out/i.test(failure.message)
  return isLate ? 'The collector did not answer in time.' : 'The collector did not take them.'
}
