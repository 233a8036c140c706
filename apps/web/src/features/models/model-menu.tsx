import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Copy, Info, MessageSquare, Pin, Play, RotateCw, SlidersHorizontal, Square, Trash2 } from 'lucide-react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { canChat } from '../../lib/models/capabilities.ts'
import { restartNote, startWords } from '../../lib/models/load-plan.ts'
import type { ModelAction } from '../../lib/models/model-actions.ts'
import { useTerminalCommand } from '../../lib/models/terminal-command.ts'
import { copyAndTell } from '../../lib/notices.ts'
import { loadPlanQuery, runningQuery } from '../../lib/queries/models.ts'
import { MenuItem } from '../../ui/menu.tsx'
import type { ListActions, ModelActionsProps } from './model-actions.tsx'

export type ModelMenuProps = Omit<ModelActionsProps, 'onlyMenu'>

export function stateOf({ model, state, pending }: ModelMenuProps) {
  const isStarting = state === 'loading' || pending?.action === 'start'
  return { isStarting, isRunning: model.is_running || isStarting, isBusy: pending !== null && !isStarting }
}

/** What can be done with a model. Only an open menu looks at anything. */
export function ModelMenu(shared: ModelMenuProps) {
  const { model, actions } = shared
  const { name, remote } = model
  const { needs, unavailable, act, onOpen, onDelete } = actions
  const { isStarting, isRunning, isBusy } = stateOf(shared)
  const needsDelete = useMissing('models.delete')
  const navigate = useNavigate()
  const isOff = (action: ModelAction) => needs[action] !== null || unavailable !== null
  const suffix = (action: ModelAction) => (needs[action] === null ? '' : ` ${needs[action].short}`)
  return (
    <>
      {canChat(model) && (
        <MenuItem icon={MessageSquare} onSelect={() => void navigate({ to: '/chat', search: { model: name } })}>
          Chat
        </MenuItem>
      )}
      {!remote &&
        (isRunning ? (
          <>
            <PinItem name={name} suffix={suffix('pin')} disabled={isOff('pin') || isBusy || isStarting} act={act} />
            <MenuItem
              icon={Square}
              disabled={isOff('stop') || isBusy}
              onSelect={() => act({ action: 'stop', model: name })}
            >
              Stop{suffix('stop')}
            </MenuItem>
            <MenuItem
              icon={RotateCw}
              disabled={isOff('restart') || isBusy || isStarting}
              onSelect={() => act({ action: 'restart', model: name })}
            >
              Restart{suffix('restart')}
              <PlanNote name={name} action="restart" />
            </MenuItem>
          </>
        ) : (
          <MenuItem
            icon={Play}
            disabled={isOff('start') || isBusy}
            onSelect={() => act({ action: 'start', model: name })}
          >
            Start{suffix('start')}
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
        Delete{needsDelete === null ? '' : ` ${needsDelete.short}`}
      </MenuItem>
    </>
  )
}

interface PinItemProps extends Pick<ListActions, 'act'> {
  readonly name: string
  readonly suffix: string
  readonly disabled: boolean
}

function PinItem({ name, suffix, disabled, act }: PinItemProps) {
  const { data: isPinned = false } = useQuery({
    ...runningQuery(useInstance()),
    select: ({ models }) => models.find((model) => model.name === name)?.pinned ?? false,
  })
  return (
    <MenuItem icon={Pin} disabled={disabled} onSelect={() => act({ action: isPinned ? 'unpin' : 'pin', model: name })}>
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

function CopyItem({ model }: Pick<ModelActionsProps, 'model'>) {
  const command = useTerminalCommand(model)
  return (
    <MenuItem icon={Copy} onSelect={() => void copyAndTell(command, command)}>
      {canChat(model) ? 'Copy ollama run' : 'Copy curl command'}
    </MenuItem>
  )
}
