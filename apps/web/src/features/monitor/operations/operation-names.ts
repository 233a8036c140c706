import { capitalised } from '../../../lib/format.ts'

const names: Readonly<Record<string, string>> = {
  chat: 'Chat, until the first token',
  'collector:running': 'Polling running models',
  'collector:available': 'Polling installed models',
  'collector:tags': 'Polling installed models',
  'collector:version': 'Polling the version',
  'collector:stats': 'Measuring the host',
}

/** What a kind of operation is called: "Start", "Polling running models". */
export const operationName = (operation: string): string =>
  names[operation] ??
  (operation.startsWith('collector:')
    ? `Polling ${operation.slice('collector:'.length).replaceAll('_', ' ')}`
    : capitalised(operation.replaceAll('_', ' ')))

/** Seconds for a column of them: as many digits as tell it from others of its size. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return '—'
  if (seconds > 0 && seconds < 0.005) return '< 0.01'
  const digits = seconds >= 100 ? 0 : seconds >= 1 ? 1 : 2
  return seconds.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: Math.min(1, digits) })
}

/** "97.4", "100": a share of 99.96 is not all. */
export function formatRate(percent: number | null): string {
  if (percent === null) return '—'
  return percent === 100 ? '100' : (Math.floor(percent * 10) / 10).toFixed(1)
}
