import { textBounds } from 'virtual:setting-bounds'
import type { SettingsEntry } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { type ReactNode, useId } from 'react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { formatCount } from '../../../lib/format.ts'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import type { ThinkingModel } from '../../../lib/models/think-choices.ts'
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx'
import { ConflictLine } from '../settings/conflict-line.tsx'
import type { FieldState } from '../settings/settings-fields.ts'
import { OriginLine } from './origin-line.tsx'
import { RecommendedLine } from './recommended-line.tsx'
import { SettingControl } from './setting-control.tsx'
import { lengthOf, textOf } from './setting-values.ts'

export interface SettingFieldProps {
  readonly state: FieldState
  readonly model: ThinkingModel
  readonly entry: SettingsEntry
  /** The role that is missing to change it. */
  readonly needs: Missing | null
  /** What the loaded model has, though neither anything saved nor the server says so. */
  readonly inForce?: number | null
  /** More than the one sentence that every model gets. */
  readonly help?: string
  readonly onText: (text: string) => void
  readonly onLeave: () => void
  /** What is typed stays, though somebody else saved another value meanwhile. */
  readonly onKeep: () => void
  /** Between the field and what is recommended. */
  readonly children?: ReactNode
}

/** Label and sentence left, control and where its value comes from right, what is recommended below. */
export function SettingField({
  state,
  model,
  entry,
  needs,
  inForce = null,
  help,
  onText,
  onLeave,
  onKeep,
  children,
}: SettingFieldProps) {
  const { field, problem, isChanged, isRecommended, recommended, text } = state
  const id = useId()
  const { label, help: sentence } = settingWords[field]
  const isWide = field === 'system'
  return (
    <div
      className={clsx(
        'grid gap-x-5 gap-y-1 border-t border-line py-3 phone:grid-cols-[minmax(0,1fr)] phone:gap-y-2 phone:py-3.5',
        isWide ? 'grid-cols-[minmax(0,1fr)]' : 'grid-cols-[minmax(0,1fr)_13.25rem]',
      )}
    >
      <div className={clsx(isWide && 'sr-only')}>
        <div className="flex items-center gap-2">
          <label htmlFor={id} className="font-medium text-ink-strong">
            {label}
          </label>
          {isChanged && <UnsavedMark />}
        </div>
        <p
          id={`${id}-help`}
          className="mt-px text-small leading-4.25 text-ink-muted phone:text-base phone:leading-4.75"
        >
          {sentence}
          {help && ` ${help}`}
        </p>
      </div>
      <div className="min-w-0">
        <SettingControl
          id={id}
          state={state}
          model={model}
          inForce={inForce}
          describedBy={`${id}-help ${id}-origin`}
          isLocked={needs !== null}
          onText={onText}
          onLeave={onLeave}
        />
        <div className="mt-[5px] flex justify-between gap-3 text-tiny text-ink-faint phone:text-small">
          <p id={`${id}-origin`} aria-live="polite" className={clsx('min-w-0', problem !== null && 'text-broken-text')}>
            {problem ?? <OriginLine state={state} entry={entry} inForce={inForce} />}
          </p>
          {isWide && (
            <p className="flex flex-none items-center gap-2 tabular-nums">
              {isChanged && <UnsavedMark />}
              {formatCount(lengthOf(text))} of {formatCount(textBounds.systemLength)}
            </p>
          )}
        </div>
      </div>
      {state.hasConflict && (
        <ConflictLine
          state={state}
          label={label}
          onTake={() => {
            onText(textOf(field, state.saved))
            onLeave()
            document.getElementById(id)?.focus()
          }}
          onKeep={() => {
            onKeep()
            document.getElementById(id)?.focus()
          }}
        />
      )}
      {children}
      {recommended !== null && (!isRecommended || isChanged) && (
        <RecommendedLine
          reason={recommended}
          // What was typed last cannot be saved: it is not this.
          isChosen={isRecommended && problem === null}
          needs={needs}
          label={label}
          onUse={() => onText(textOf(field, recommended.value))}
        />
      )}
    </div>
  )
}
