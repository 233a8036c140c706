import type { RunningModel } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { MessageSquare, Pin, RotateCw, SlidersHorizontal, Square } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { useUnavailable } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { canChat } from '../../lib/models/capabilities.ts'
import type { PlanWords } from '../../lib/models/load-plan.ts'
import { type ModelAction, useActionState, useModelAction } from '../../lib/models/model-actions.ts'
import { useMissingForActions } from '../../lib/models/model-locks.ts'
import { Button } from '../../ui/button.tsx'
import { buttonStyle } from '../../ui/button-style.ts'
import { IconButton } from '../../ui/icon-button.tsx'

export interface RunningActionsProps {
  readonly model: RunningModel
  /** What a restart would change; null where it is not known. */
  readonly restart: PlanWords | null
  /** Each as large as a finger. */
  readonly isForTouch: boolean
}

/** What can be done with a running model. */
export function RunningActions({ model, restart, isForTouch }: RunningActionsProps) {
  const instance = useInstance()
  const needs = useMissingForActions()
  const unavailable = useUnavailable()
  const { mutate } = useModelAction(instance)
  const { pending } = useActionState(instance, model.name)
  const isBusy = pending !== null || model.state === 'unloading'
  const act = (action: ModelAction) => () => mutate({ action, model: model.name })
  const Slot = isForTouch ? TouchSlot : Fragment
  const size = isForTouch ? { className: 'size-11' } : { size: 'small' as const }
  return (
    <>
      {canChat(model) && <ChatLink name={model.name} isForTouch={isForTouch} />}
      <Button
        icon={Square}
        needs={needs.stop}
        isTerse
        unavailable={unavailable}
        disabled={isBusy && model.state !== 'loading'}
        onClick={act('stop')}
        {...(isForTouch ? { className: 'grow max-[22.5rem]:basis-2/5' } : size)}
      >
        Stop<span className="sr-only"> {model.name}</span>
      </Button>
      <Slot>
        <IconButton
          icon={Pin}
          label={model.pinned ? `Unpin ${model.name} (unload after 5 min idle)` : `Pin ${model.name} in memory`}
          aria-pressed={model.pinned}
          needs={needs.pin}
          unavailable={unavailable}
          disabled={isBusy}
          onClick={act(model.pinned ? 'unpin' : 'pin')}
          {...size}
        />
      </Slot>
      <Slot>
        <IconButton
          icon={RotateCw}
          label={`Restart ${model.name}`}
          {...(restart && needs.restart === null && unavailable === null && { title: restart.text })}
          needs={needs.restart}
          unavailable={unavailable}
          disabled={isBusy}
          onClick={act('restart')}
          {...size}
        />
      </Slot>
      <Slot>
        <Link
          to="/models"
          search={{ model: model.name, tab: 'settings' }}
          aria-label={`Settings of ${model.name}`}
          title="Settings"
          className={clsx(
            'inline-grid flex-none place-items-center rounded-control text-ink-muted hover:bg-hover hover:text-ink-strong',
            isForTouch ? 'size-11' : 'size-6.5',
          )}
        >
          <SlidersHorizontal aria-hidden className="size-3.5" />
        </Link>
      </Slot>
    </>
  )
}

const TouchSlot = ({ children }: { readonly children: ReactNode }) => (
  <span className="rounded-control bg-raised shadow-raise">{children}</span>
)

interface ChatLinkProps {
  readonly name: string
  readonly isForTouch: boolean
}

const ChatLink = ({ name, isForTouch }: ChatLinkProps) => (
  <Link
    to="/chat"
    search={{ model: name }}
    className={clsx(
      buttonStyle({ size: isForTouch ? 'control' : 'small' }),
      isForTouch && 'grow max-[22.5rem]:basis-2/5',
    )}
  >
    <MessageSquare aria-hidden className="-ml-0.5 size-3.5 flex-none" />
    Chat<span className="sr-only"> with {name}</span>
  </Link>
)
