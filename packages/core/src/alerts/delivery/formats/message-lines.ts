import type { Alert, Severity } from '@ollama-dashboard/contracts'
import { duration } from '../../rules/rule-metrics.ts'
import type { MessageContent, MessageEvent } from '../messages/alert-message-table.ts'
import { safeLine, safeText } from './safe-text.ts'

/** A message as every format tells it: text of others in it is safe, and not escaped yet. */
export interface MessageLines {
  readonly id: string
  readonly event: MessageEvent
  readonly severity: Severity
  /** `[Critical] Ollama is unreachable`, on one line. */
  readonly headline: string
  /** What was seen and what to do, or how it ended; may have several lines. */
  readonly text: string
  /** Where and when, on one line. */
  readonly context: string
  /** RFC 3339: when it happened. */
  readonly at: string
  /** Leads to the alerts of the dashboard. */
  readonly link: string | null
  /** As the API has it; null for a test message. */
  readonly alert: Alert | null
}

const words: Readonly<Record<Severity, string>> = { info: 'Info', warning: 'Warning', critical: 'Critical' }

export function messageLines(
  content: MessageContent,
  { id, createdAt, link }: { id: string; createdAt: string; link: string | null },
): MessageLines {
  const { event, alert } = content
  const severity = alert?.severity ?? 'info'
  const word = event === 'firing' ? words[severity] : event === 'resolved' ? 'Resolved' : 'Test'
  return {
    id,
    event,
    severity,
    headline: `[${word}] ${safeLine(content.title)}`,
    text: event === 'resolved' && alert ? endOf(alert) : safeText(content.text),
    context: contextOf(content),
    at: (event === 'resolved' ? alert?.resolved_at : alert?.started_at) ?? createdAt,
    link,
    alert,
  }
}

function endOf({ started_at, resolved_at, resolved_by }: Alert): string {
  const seconds = (Date.parse(resolved_at ?? '') - Date.parse(started_at)) / 1000
  const after = Number.isNaN(seconds) ? '' : ` after ${duration(seconds)}`
  return resolved_by === null ? `It resolved by itself${after}.` : `Somebody marked it as resolved${after}.`
}

function contextOf({ event, alert }: MessageContent): string {
  if (!alert) return 'Ollama Dashboard'
  const end = event === 'resolved' ? alert.resolved_at : null
  return [
    ...(alert.instance === null ? [] : [`Server ${safeLine(alert.instance)}`]),
    ...(alert.model === null ? [] : [`Model ${safeLine(alert.model)}`]),
    ...(alert.occurrences > 1 ? [`${alert.occurrences} times`] : []),
    end === null ? `Since ${minuteOf(alert.started_at)}` : `${minuteOf(alert.started_at)} to ${minuteOf(end)}`,
  ].join(' · ')
}

/** In UTC, since readers may be anywhere. */
const minuteOf = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`
