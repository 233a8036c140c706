import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Copy,
  Ellipsis,
  Info,
  MessageSquare,
  Pin,
  Play,
  RotateCw,
  SlidersHorizontal,
  Square,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import { endpoints } from '../../lib/api/api.ts'
import { useUnavailable } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissingRole } from '../../lib/api/use-permission.ts'
import { canChat } from '../../lib/models/capabilities.ts'
import { type PlanWords, restartNote, startWords } from '../../lib/models/load-plan.ts'
import { useActionState, useModelAction } from '../../lib/models/model-actions.ts'
import { useTerminalCommand } from '../../lib/models/terminal-command.ts'
import { copyAndTell } from '../../lib/notices.ts'
import { loadPlanQuery, runningQuery } from '../../lib/queries/models.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

/** Shows a model in the drawer; without a view, in the one that is shown. */
export type OpenModel = (name: string, view?: 'details' | 'settings') => void

export interface ModelActionsProps {
  readonly model: AvailableModel
  readonly state: RunningModel['state'] | null
  readonly onOpen: OpenModel
  readonly onDelete: (name: string) => void
  /** Where there is room for one button alone. */
  readonly onlyMenu?: boolean
}

/** Apart, so that it looks at what is loaded only while the menu is open. */
function PinItem({ name, suffix, disabled }: { name: string; suffix: string; disabled: boolean }) {
  const instance = useInstance()
  const { mutate } = useModelAction(instance)
  const { data: isPinned = false } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.find((model) => model.name === name)?.pinned ?? false,
  })
  return (
    <MenuItem
      icon={Pin}
      disabled={disabled}
      onSelect={() => mutate({ action: isPinned ? 'unpin' : 'pin', model: name })}
    >
      {isPinned ? 'Unpin' : 'Pin in memory'}
      {suffix}
    </MenuItem>
  )
}

/** What the item would do, at its end; asked for while the menu is open alone. */
function PlanNote({ name, action }: { readonly name: string; readonly action: 'start' | 'restart' }) {
  const { data: plan } = useQuery({ ...loadPlanQuery(useInstance(), [name]), select: ({ models }) => models[0] })
  const words = plan && (action === 'start' ? startWords(plan)?.text : restartNote(plan))
  return (
    words && (
      <span className="ml-auto max-w-[min(18rem,calc(100vw-160px))] truncate pl-4 text-small font-normal text-ink-muted">
        {words}
      </span>
    )
  )
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

/** Apart for the same reason. */
function CopyItem({ model }: Pick<ModelActionsProps, 'model'>) {
  const command = useTerminalCommand(model)
  return (
    <MenuItem icon={Copy} onSelect={() => void copyAndTell(command, command)}>
      {canChat(model) ? 'Copy ollama run' : 'Copy curl command'}
    </MenuItem>
  )
}

/** Start or Stop at once, the rest behind three dots. */
export function ModelActions({ model, state, onOpen, onDelete, onlyMenu = false }: ModelActionsProps) {
  const instance = useInstance()
  const { name, remote } = model
  const needs = useMissingRole(endpoints.models.start)
  const needsDelete = useMissingRole(endpoints.models.delete)
  const unavailable = useUnavailable()
  const { mutate } = useModelAction(instance)
  const navigate = useNavigate()
  const { pending } = useActionState(instance, name)
  const isStarting = state === 'loading' || pending?.action === 'start'
  const isRunning = model.is_running || isStarting
  const isBusy = pending !== null && !isStarting
  const isOff = needs !== null || unavailable !== null
  const startTitle = useStartTitle(name)
  const suffix = needs === null ? '' : ` needs ${needs}`
  return (
    <>
      {!onlyMenu && !remote && (
        <IconButton
          icon={isRunning ? Square : Play}
          size="small"
          label={`${isRunning ? 'Stop' : 'Start'} ${name}`}
          needs={needs}
          unavailable={unavailable}
          disabled={isBusy}
          {...(!isRunning && !isOff && startTitle)}
          onClick={() => mutate({ action: isRunning ? 'stop' : 'start', model: name })}
        />
      )}
      <Menu
        trigger={<IconButton icon={Ellipsis} size={onlyMenu ? 'control' : 'small'} label={`Actions for ${name}`} />}
      >
        {canChat(model) && (
          <MenuItem icon={MessageSquare} onSelect={() => void navigate({ to: '/chat', search: { model: name } })}>
            Chat
          </MenuItem>
        )}
        {!remote &&
          (isRunning ? (
            <>
              <PinItem name={name} suffix={suffix} disabled={isOff || isBusy || isStarting} />
              <MenuItem
                icon={Square}
                disabled={isOff || isBusy}
                onSelect={() => mutate({ action: 'stop', model: name })}
              >
                Stop{suffix}
              </MenuItem>
              <MenuItem
                icon={RotateCw}
                disabled={isOff || isBusy || isStarting}
                onSelect={() => mutate({ action: 'restart', model: name })}
              >
                Restart{suffix}
                <PlanNote name={name} action="restart" />
              </MenuItem>
            </>
          ) : (
            <MenuItem icon={Play} disabled={isOff || isBusy} onSelect={() => mutate({ action: 'start', model: name })}>
              Start{suffix}
              <PlanNote name={name} action="start" />
            </MenuItem>
          ))}
        <MenuItem icon={Info} onSelect={() => onOpen(name, 'details')}>
          Details
        </MenuItem>
        <MenuItem icon={SlidersHorizontal} onSelect={() => onOpen(name, 'settings')}>
          Settings
        </MenuItem>
        <CopyItem model={model} />
        <MenuItem icon={Trash2} disabled={needsDelete !== null || unavailable !== null} onSelect={() => onDelete(name)}>
          Delete{needsDelete === null ? '' : ` needs ${needsDelete}`}
        </MenuItem>
      </Menu>
    </>
  )
}
