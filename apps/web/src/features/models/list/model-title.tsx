import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { PendingAction } from '../../../lib/models/model-actions.ts'
import { useHasEdits } from '../../../lib/settings-drafts.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { StatusOf } from '../../../parts/running-status.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx'
import type { ListActions } from '../model-actions.tsx'

/** A model of the list, as a row or as a card. */
export interface ListedModelProps {
  readonly model: AvailableModel
  readonly state: RunningModel['state'] | null
  readonly pending: PendingAction | null
  readonly actions: ListActions
  /** It is shown in the drawer. */
  readonly isOpen: boolean
  /** Ollama has not answered since. */
  readonly isOld: boolean
  readonly isLast: boolean
  readonly isSelected: boolean
  readonly onSelect: (name: string, range: boolean) => void
  /** What opens: the settings, while those of another are open. */
  readonly opens: 'Details' | 'Settings'
}

export const SelectModel = ({
  model,
  isSelected,
  onSelect,
}: Pick<ListedModelProps, 'model' | 'isSelected' | 'onSelect'>) => (
  <Checkbox
    label={`Select ${model.name}`}
    checked={isSelected}
    onToggle={(event) => onSelect(model.name, event.shiftKey)}
  />
)

interface ModelTitleProps extends Pick<ListedModelProps, 'model' | 'state' | 'pending' | 'actions' | 'opens'> {
  /** Of the button. */
  readonly className?: string
  /** Between its state and the mark of unsaved changes. */
  readonly children?: ReactNode
}

/** The name of a model and how it stands. The whole row opens the drawer; the button is for keyboards and screen readers. */
export function ModelTitle({ model, state, pending, actions, opens, className, children }: ModelTitleProps) {
  const hasEdits = useHasEdits(model.name)
  return (
    <>
      <IdentityMark name={model.name} />
      <button
        type="button"
        data-row-link
        aria-label={`${opens} of ${model.name}`}
        onClick={() => actions.onOpen(model.name)}
        className={clsx('flex min-w-0 text-left after:absolute after:inset-0', className)}
      >
        <ModelName name={model.name} />
      </button>
      {/* Where room is short, the mark alone: the name says which model it is. */}
      <StatusOf
        name={model.name}
        state={state}
        pending={pending}
        isLastKnown={actions.unavailable !== null}
        wordClassName="@max-[17.5rem]/title:sr-only"
      />
      {children}
      {hasEdits && <UnsavedMark />}
    </>
  )
}
