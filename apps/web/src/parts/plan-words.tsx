import clsx from 'clsx'
import type { PlanWords as Words } from '../lib/models/load-plan.ts'
import { StatusMark } from '../ui/status.tsx'

const colours: Readonly<Record<Words['kind'], string>> = {
  ok: 'text-ink-muted',
  off: 'text-ink-muted',
  attention: 'text-attention-text',
  broken: 'text-broken-text',
}

/** What a start or restart would do, in a line; what needs a look has a mark. */
export const PlanWords = ({ words, className }: { readonly words: Words; readonly className?: string }) => (
  <span className={clsx('text-small tabular-nums', colours[words.kind], className)}>
    {words.kind !== 'off' && <StatusMark kind={words.kind} className="mr-1.5" />}
    {words.text}
  </span>
)
