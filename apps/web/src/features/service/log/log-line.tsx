import type { ServiceLogLine } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { memo } from 'react'
import { formatMoment, formatSecond } from '../../../lib/format.ts'

const levels: Readonly<Record<NonNullable<ServiceLogLine['level']>, readonly [string, string]>> = {
  debug: ['debug', 'text-ink-faint'],
  info: ['info', 'text-ink-muted'],
  warn: ['warn', 'text-attention-text'],
  error: ['error', 'text-broken-text'],
}

/** A line of the log, and what it means where that is known. */
export const LogLine = memo(function LogLine({ line }: { readonly line: ServiceLogLine }) {
  const { at, level, text, explanation } = line
  const [word, colour] = level === null ? ['', 'text-ink-muted'] : levels[level]
  return (
    <li className="px-(--pad) py-0.5 hover:bg-hover">
      <p className="grid grid-cols-[4.5rem_3.25rem_minmax(0,1fr)] gap-x-2 text-small phone:grid-cols-[4.5rem_minmax(0,1fr)]">
        {at === null ? (
          <span />
        ) : (
          <time dateTime={at} title={formatMoment(at)} className="text-ink-faint tabular-nums">
            {formatSecond(at)}
          </time>
        )}
        <span className={clsx('font-medium', colour)}>{word}</span>
        <code className="wrap-anywhere whitespace-pre-wrap text-ink phone:col-span-2">{text}</code>
      </p>
      {explanation !== null && (
        <p className="mt-0.5 ml-[8.75rem] max-w-[80ch] text-small text-accent-text phone:ml-0">{explanation}</p>
      )}
    </li>
  )
})
