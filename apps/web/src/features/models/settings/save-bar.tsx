import { RotateCw } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { type Missing, useMissing } from '../../../lib/api/use-permission.ts'
import { useFoot } from '../../../lib/hooks/use-foot.ts'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx'
import type { FieldState } from './settings-fields.ts'

export interface SaveBarProps {
  readonly changes: readonly FieldState[]
  /** Changed fields that need a restart of the loaded model. */
  readonly reloading: readonly FieldState[]
  readonly needs: Missing | null
  readonly isSaving: boolean
  /** The model is on its way in or out. */
  readonly isBusy: boolean
  readonly error: unknown
  readonly onDiscard: () => void
  /** The plain Save submits the form that the bar stands in. */
  readonly onRestart: () => void
}

/** There for as long as something is unsaved. */
export function SaveBar({ changes, reloading, needs, isSaving, isBusy, error, onDiscard, onRestart }: SaveBarProps) {
  const bar = useRef<HTMLElement>(null)
  useFoot(bar)
  const needsRestart = useMissing('models.restart')
  const unavailable = useUnavailable()
  const invalid = changes.filter(({ problem }) => problem !== null)
  const overtaken = changes.filter(({ hasConflict }) => hasConflict)
  const isOff = invalid.length > 0
  const restarts = reloading.length > 0

  // The focus would be lost with the button that it is on.
  useLayoutEffect(() => {
    const shown = bar.current
    return () => {
      if (shown?.contains(document.activeElement)) shown.closest<HTMLElement>('[tabindex="-1"]')?.focus()
    }
  }, [])
  // Likewise with one that is disabled, once the API has refused what it sent: there is something to mend.
  useLayoutEffect(() => {
    if (!isOff || !bar.current?.contains(document.activeElement)) return
    bar.current.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [isOff])

  return (
    <footer
      ref={bar}
      // A band above the page pushes the end of the drawer out of sight, and never this.
      className="sticky bottom-0 flex flex-none flex-wrap items-center gap-2 border-t border-line bg-panel px-5 py-3 phone:px-4 phone:pt-2.5 phone:pb-[calc(14px+env(safe-area-inset-bottom))]"
    >
      {error !== null && (
        <div className="w-full">
          <ProblemNote error={error} />
        </div>
      )}
      <p role="status" className="flex min-w-50 flex-1 items-center gap-2 phone:flex-none phone:basis-full">
        <UnsavedMark />
        <span className="min-w-0">
          <span className="font-medium whitespace-nowrap text-ink-strong">
            {changes.length} unsaved {changes.length === 1 ? 'change' : 'changes'}
          </span>{' '}
          {invalid.length > 0 ? (
            <span className="text-broken-text">
              {namesIn(invalid)} {invalid.length === 1 ? 'is' : 'are'} invalid.
            </span>
          ) : overtaken.length > 0 ? (
            <span className="text-attention-text">
              {namesIn(overtaken)} {overtaken.length === 1 ? 'was' : 'were'} changed by someone else.
            </span>
          ) : (
            restarts && (
              <span className="text-ink-muted">
                {namesIn(reloading)} {reloading.length === 1 ? 'needs' : 'need'} a restart.
                {unavailable && ` ${unavailable}.`}
              </span>
            )
          )}
        </span>
      </p>
      <div className="ml-auto flex flex-none gap-2 phone:w-full">
        <Button look="quiet" onClick={onDiscard} disabled={isSaving} className="phone:flex-1">
          Discard
        </Button>
        {/* Not disabled while it saves: that would take the focus away. */}
        <Button
          type="submit"
          aria-busy={isSaving}
          look={restarts && unavailable === null && needsRestart === null ? 'plain' : 'primary'}
          needs={needs}
          disabled={isOff}
          className="phone:flex-1"
        >
          {isSaving ? 'Saving…' : 'Save'}
        </Button>
        {restarts && needs === null && (
          <Button
            look="primary"
            icon={RotateCw}
            needs={needsRestart}
            aria-busy={isSaving}
            unavailable={unavailable}
            disabled={isOff || isBusy}
            onClick={onRestart}
            className="phone:flex-[2]"
          >
            Save and restart
          </Button>
        )}
      </div>
    </footer>
  )
}

const shown = 2

/** "Context length and GPU layers". */
function namesIn(states: readonly FieldState[]): string {
  const names = states.map(({ field }) => settingWords[field].label)
  if (names.length > shown) return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`
  return names.join(' and ')
}
