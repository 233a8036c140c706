import type { ChangeWay, PastChange } from '@ollama-dashboard/contracts'
import { Undo2 } from 'lucide-react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { formatAgo, formatMoment } from '../../../lib/format.ts'
import { isShown } from '../../../lib/models/setting-fields.ts'
import { Button } from '../../../ui/button.tsx'
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx'
import { ChangedRow } from './changed-row.tsx'

export interface HistoryEntryProps {
  readonly change: PastChange
  readonly now: number
  readonly isNewest: boolean
  /** Where the values that it offers to restore are already. */
  readonly where: 'saved' | 'form' | null
  readonly needs: Missing | null
  readonly onRestore: () => void
}

const wayWords: Readonly<Record<ChangeWay, string>> = {
  saved: 'Saved',
  removed: 'Saved settings removed',
  reset: 'Reset to recommended',
  copied: 'Copied from another model',
  recommended: 'Recommended settings applied',
  imported: 'Imported from a file',
  undone: 'Change undone',
  file: 'Changed in the settings file',
}

/** One change: when and by whom, each setting before and after, and the way back. */
export function HistoryEntry({ change, now, isNewest, where, needs, onRestore }: HistoryEntryProps) {
  const { at, actor, how, changed } = change
  const who = useKeyName(actor)
  const shown = changed.filter(({ setting }) => isShown(setting))
  const others = changed.length - shown.length
  const moment = formatMoment(at)
  return (
    <li className="grid gap-1 py-4 phone:py-3">
      <div className="flex min-h-[26px] items-center gap-x-3">
        <p className="min-w-0 flex-1 text-small text-ink-faint">
          <span className="text-base font-medium text-ink-strong">{wayWords[how]}</span>{' '}
          {/* The clocks of server and browser may differ: nothing was saved in the future. */}
          <time dateTime={at} title={moment}>
            {formatAgo(at, Math.max(now, Date.parse(at)))}
          </time>
          {actor !== null && <span className="wrap-anywhere"> by {who}</span>}
          {where === 'form' && (
            <span className="ml-2.5 whitespace-nowrap">
              <UnsavedMark className="mr-1.5 inline-block align-middle" />
              In the form: save to apply
            </span>
          )}
        </p>
        {where === 'saved' && !isNewest && <span className="flex-none text-small text-ink-faint">As saved now</span>}
        {where !== 'saved' && (
          <Button
            size="small"
            look="quiet"
            icon={Undo2}
            needs={needs}
            isTerse
            aria-label={isNewest ? `Undo this change of ${moment}` : `Restore these settings of ${moment}`}
            className="-mr-[9px] phone:mr-0"
            onClick={onRestore}
          >
            {isNewest ? 'Undo this change' : 'Restore these'}
          </Button>
        )}
      </div>
      <table className="w-full border-collapse tabular-nums phone:block">
        <caption className="sr-only">
          {wayWords[how]}, {moment}
        </caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody className="phone:block">
          {shown.map((one) => (
            <ChangedRow key={one.setting} {...one} />
          ))}
        </tbody>
      </table>
      {others > 0 && (
        <p className="text-small text-ink-muted">
          {others} obsolete {others === 1 ? 'setting' : 'settings'}
        </p>
      )}
    </li>
  )
}
