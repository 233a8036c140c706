import type { DoctorFinding, FindingSeverity } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { CircleCheck, CircleHelp, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import { Command } from '../../../ui/command.tsx'
import { severityWords } from './finding-words.ts'

const icons: Readonly<Record<FindingSeverity, readonly [LucideIcon, string]>> = {
  critical: [OctagonAlert, 'text-broken-text'],
  warning: [TriangleAlert, 'text-attention-text'],
  info: [Info, 'text-accent-text'],
  unknown: [CircleHelp, 'text-ink-faint'],
  ok: [CircleCheck, 'text-ok-text'],
}

/** What a check saw, and what to do about it. */
export function FindingItem({ finding }: { readonly finding: DoctorFinding }) {
  const { severity, title, evidence, remedy } = finding
  const [Icon, colour] = icons[severity]
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2.5 px-(--pad) py-3">
      <Icon aria-hidden className={clsx('mt-0.5 size-4', colour)} />
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium wrap-anywhere text-ink-strong">{title}</span>
          <span className={clsx('text-small font-medium', colour)}>{severityWords[severity]}</span>
        </p>
        <p className="max-w-[90ch] text-small wrap-anywhere text-ink-muted">{evidence}</p>
        {remedy && (
          <div className="mt-1 grid gap-1.5">
            <p className="max-w-[90ch] wrap-anywhere">{remedy.text}</p>
            {remedy.command !== null && <Command label={`Copy command: ${title}`}>{remedy.command}</Command>}
          </div>
        )}
      </div>
    </li>
  )
}
