import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Play, Square } from 'lucide-react'
import { useState } from 'react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { type PlanWords, startWords } from '../../lib/models/load-plan.ts'
import type { ModelAction, PendingAction } from '../../lib/models/model-actions.ts'
import type { MissingForActions } from '../../lib/models/model-locks.ts'
import { loadPlanQuery } from '../../lib/queries/models.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ModelMenu, stateOf } from './model-menu.tsx'

/** Shows a model in the drawer; without a view, in the one that is shown. */
export type OpenModel = (name: string, view?: 'details' | 'settings') => void

/** What may be done with the models of a list, and how: found out once for all of its rows. */
export interface ListActions {
  readonly needs: MissingForActions
  /** Why nothing can be done now. */
  readonly unavailable: string | null
  readonly act: (asked: { readonly action: ModelAction; readonly model: string }) => void
  readonly onOpen: OpenModel
  readonly onDelete: (name: string) => void
}

export interface ModelActionsProps {
  readonly model: AvailableModel
  readonly state: RunningModel['state'] | null
  readonly pending: PendingAction | null
  readonly actions: ListActions
  /** Where there is room for one button alone. */
  readonly onlyMenu?: boolean
}

/** What a start would do, for the title of its button: asked when somebody is about to press it. */
function useStartTitle(name: string) {
  const client = useQueryClient()
  const instance = useInstance()
  const [words, setWords] = useState<PlanWords | null>(null)
  const look = () =>
    void client.fetchQuery(loadPlanQuery(instance, [name])).then(
      ({ models: [plan] }) => setWords(plan ? startWords(plan) : null),
      // Without an answer nothing is said.
      () => setWords(null),
    )
  return { ...(words && { title: `Start ${name}: ${words.text}` }), onPointerEnter: look, onFocus: look }
}

/** Start or Stop at once, the rest behind three dots. */
export function ModelActions({ onlyMenu = false, ...shared }: ModelActionsProps) {
  const { model, actions } = shared
  const { isRunning, isBusy } = stateOf(shared)
  const startTitle = useStartTitle(model.name)
  const needs = actions.needs[isRunning ? 'stop' : 'start']
  const isOff = needs !== null || actions.unavailable !== null
  return (
    <>
      {!onlyMenu && !model.remote && (
        <IconButton
          icon={isRunning ? Square : Play}
          size="small"
          label={`${isRunning ? 'Stop' : 'Start'} ${model.name}`}
          needs={needs}
          unavailable={actions.unavailable}
          disabled={isBusy}
          {...(!isRunning && !isOff && startTitle)}
          onClick={() => actions.act({ action: isRunning ? 'stop' : 'start', model: model.name })}
        />
      )}
      <Menu
        trigger={
          <IconButton icon={Ellipsis} size={onlyMenu ? 'control' : 'small'} label={`Actions for ${model.name}`} />
        }
      >
        <ModelMenu {...shared} />
      </Menu>
    </>
  )
}
