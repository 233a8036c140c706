import type { PullJob } from '@ollama-dashboard/contracts'
import { formatBytes, formatClock, formatPercent, gigabytes } from '../lib/format.ts'

/** How far a download is, in numbers; what is not known yet is not guessed. */
export function progressFacts({ state, progress }: PullJob) {
  if (state === 'queued') return { percent: 'Queued', done: 'Starts when another finishes', speed: null, left: null }
  const { total = null, completed = null, percent = null, bytes_per_second = null, eta_seconds = null } = progress ?? {}
  return {
    percent: percent === null ? null : formatPercent(percent),
    done: total === null ? (progress?.status ?? 'Contacting registry…') : amountOf(completed ?? 0, total),
    speed: bytes_per_second === null ? null : `${formatBytes(bytes_per_second)}/s`,
    left: eta_seconds === null ? null : `${formatClock(eta_seconds)} left`,
  }
}

const amountOf = (completed: number, total: number): string =>
  total >= 1e9
    ? `${gigabytes(completed)} of ${gigabytes(total)} GB`
    : `${formatBytes(completed)} of ${formatBytes(total)}`

export const ProgressBar = ({ job, label }: { readonly job: PullJob; readonly label: string }) => {
  const percent = job.progress?.percent ?? 0
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      className="h-1 overflow-hidden rounded-[2px] bg-line"
    >
      <div
        className="h-full rounded-[2px] bg-accent transition-[width] duration-200"
        style={{ width: `${percent}%` }}
      />
    </div>
  )
}
