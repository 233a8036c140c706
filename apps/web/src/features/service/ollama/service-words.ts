import type { Manager, ServiceStatus } from '@ollama-dashboard/contracts'
import type { StatusKind } from '../../../ui/status.tsx'

export const managerWords: Readonly<Record<Manager, string>> = {
  systemd: 'systemd',
  launchd: 'Ollama app (launchd)',
  brew: 'Homebrew services',
  windows_service: 'Windows service',
  process: 'None: a plain process',
  docker: 'Docker',
  none: 'Not found',
}

interface Standing {
  readonly kind: StatusKind
  readonly word: string
}

const standings: Readonly<Record<ServiceStatus['status'], Standing>> = {
  running: { kind: 'ok', word: 'Running' },
  stopped: { kind: 'off', word: 'Stopped' },
  unreachable: { kind: 'broken', word: 'Unreachable' },
  unknown: { kind: 'off', word: 'Unknown' },
}

const changes: Readonly<Record<NonNullable<ServiceStatus['changing']>, string>> = {
  starting: 'Starting',
  stopping: 'Stopping',
  restarting: 'Restarting',
}

export const standingOf = ({ status, changing }: Pick<ServiceStatus, 'status' | 'changing'>): Standing =>
  changing === null ? standings[status] : { kind: 'working', word: changes[changing] }

/** The reason as its sentences, and the command that it ends with where the dashboard cannot act. */
export function reasonParts({ reason = '' }: Pick<ServiceStatus, 'reason'>) {
  const [sentences = '', command] = reason.split(/(?:^| )Run: /)
  return { reason: sentences, command: command ?? null }
}

/** "2 days 6 h", "3 h 12 min", "41 s": two units, so that a restart of this morning is seen. */
export function upFor(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ]
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`
  if (hours > 0) return `${hours} h${minutes > 0 ? ` ${minutes} min` : ''}`
  return minutes > 0 ? `${minutes} min` : `${whole} s`
}
