import { formatSetting } from '../../../lib/models/setting-fields.ts'
import { Button } from '../../../ui/button.tsx'
import { StatusMark } from '../../../ui/status.tsx'
import type { FieldState } from './settings-fields.ts'

export interface OvertakenLineProps {
  readonly state: FieldState
  readonly label: string
  readonly onTake: () => void
  readonly onKeep: () => void
}

/** Somebody else saved another value than the one that this was typed over: a save would replace theirs. */
export function ConflictLine({ state: { field, saved }, label, onTake, onKeep }: OvertakenLineProps) {
  // A prompt or a list has no place in a line.
  const theirs = field === 'system' || field === 'stop' ? null : (formatSetting(field, saved) ?? 'removed')
  return (
    <div className="col-span-full mt-1 flex flex-wrap items-center gap-2 rounded-control bg-attention-soft py-1.5 pr-1.5 pl-2.5 text-small leading-4.25 text-ink phone:p-3 phone:text-base phone:leading-4.75">
      <StatusMark kind="attention" className="mx-0.5" />
      <p role="status" className="min-w-45 flex-1">
        Changed by someone else while you edited
        {theirs !== null && (
          <>
            : <b className="font-strong text-ink-strong tabular-nums">{theirs}</b>
          </>
        )}
        .
      </p>
      <Button size="small" look="quiet" onClick={onKeep} aria-label={`Keep my ${label}`}>
        Keep mine
      </Button>
      <Button size="small" onClick={onTake} aria-label={`Use their ${label}`}>
        Use theirs
      </Button>
    </div>
  )
}
