import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
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
import { endpoints } from '../../lib/api/api.ts'
import { useUnavailable } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissingRole } from '../../lib/api/use-permission.ts'
import { canChat } from '../../lib/models/capabilities.ts'
import { useActionState, useModelAction } from '../../lib/models/model-actions.ts'
import { useTerminalCommand } from '../../lib/models/terminal-command.ts'
import { copyAndTell } from '../../lib/notices.ts'
import { runningQuery } from '../../lib/queries/models.ts'
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
              </MenuItem>
            </>
          ) : (
            <MenuItem icon={Play} disabled={isOff || isBusy} onSelect={() => mutate({ action: 'start', model: name })}>
              Start{suffix}
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
