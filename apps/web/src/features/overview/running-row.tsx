import type { RunningModel } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { Info, type LucideIcon, MessageSquare, Pin, RotateCw, SlidersHorizontal, Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { endpoints } from '../../lib/api/api.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissingRole } from '../../lib/api/use-permission.ts'
import { formatClock, formatCount, formatMemory, formatPercent } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { canChat, capabilitiesOf } from '../../lib/models/capabilities.ts'
import { type ModelAction, useActionState, useModelAction } from '../../lib/models/model-actions.ts'
import { identityOf } from '../../lib/models/model-identity.ts'
import { CapabilityIcons } from '../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../parts/model-name.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { RunningStatus } from '../../parts/running-status.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ThinBar } from '../../ui/thin-bar.tsx'

export interface RunningRowProps {
  readonly model: RunningModel
  /** When its figures arrived here; milliseconds since the epoch. */
  readonly readAt: number
  /** Its figures are of a time before Ollama went away. */
  readonly isOld: boolean
}

export function RunningRow({ model, readAt, isOld }: RunningRowProps) {
  const instance = useInstance()
  const needs = useMissingRole(endpoints.models.stop)
  const { mutate } = useModelAction(instance)
  const { pending, error } = useActionState(instance, model.name)
  const isBusy = pending !== null || model.state === 'unloading'
  const act = (action: ModelAction) => () => mutate({ action, model: model.name })
  const pinLabel = model.pinned ? 'Let go after 5 minutes' : 'Keep loaded'

  return (
    <li className="grid gap-3 px-(--pad) py-3.5">
      <div className="flex min-w-0 items-center gap-2.5 phone:flex-wrap">
        <IdentityMark name={model.name} />
        <ModelName name={model.name} className="text-base" />
        <CapabilityIcons of={capabilitiesOf(model)} />
        <RunningStatus name={model.name} state={model.state} />
        <div className="ml-auto flex flex-none items-center gap-1 phone:order-last phone:hidden">
          <Button
            icon={Square}
            size="small"
            needs={needs}
            disabled={isBusy && model.state !== 'loading'}
            onClick={act('stop')}
          >
            Stop
          </Button>
          <IconButton
            icon={Pin}
            size="small"
            label={pinLabel}
            aria-pressed={model.pinned}
            needs={needs}
            disabled={isBusy}
            onClick={act(model.pinned ? 'unpin' : 'pin')}
          />
          <IconButton
            icon={RotateCw}
            size="small"
            label="Restart"
            needs={needs}
            disabled={isBusy}
            onClick={act('restart')}
          />
          {canChat(model) && <ChatLink name={model.name} />}
          <DrawerLink name={model.name} view="settings" />
          <DrawerLink name={model.name} view="details" />
        </div>
      </div>
      <dl
        className={clsx(
          'grid grid-cols-[1.25fr_1.1fr_0.95fr_1fr] gap-6 pl-[19px] phone:grid-cols-2 phone:gap-x-4 phone:gap-y-3 phone:pl-0',
          isOld && 'text-ink-faint [&_dd]:text-ink-faint',
        )}
      >
        <Fact term="Memory">
          {model.size === null ? 'Not yet known' : formatMemory(model.size)}{' '}
          {model.gpu_percent !== null && (
            <Quiet>{model.gpu_percent === 0 ? '100 % CPU' : `${formatPercent(model.gpu_percent)} GPU`}</Quiet>
          )}
          {model.gpu_percent !== null && (
            <ThinBar share={Math.max(0.02, model.gpu_percent / 100)} colour={identityOf(model.name)} />
          )}
        </Fact>
        <Fact term="Context allocated">
          {model.allocated_context === null ? 'Not yet known' : formatCount(model.allocated_context)}{' '}
          {model.allocated_context !== null && <Quiet>tokens</Quiet>}
        </Fact>
        <Fact term="Weights">
          {model.details.parameter_size ?? 'Unknown'} <Quiet>{model.details.quantization_level}</Quiet>
        </Fact>
        <Fact term={model.pinned ? 'Unloads' : 'Unloads in'}>
          {model.pinned ? (
            <>
              Never <Quiet>kept loaded</Quiet>
            </>
          ) : (
            <Countdown seconds={model.expires_in_seconds} readAt={readAt} isOld={isOld} />
          )}
        </Fact>
      </dl>
      {error !== null && <ProblemNote error={error} />}
      <div className="hidden gap-1.5 phone:flex max-[359px]:flex-wrap">
        <Button
          icon={Square}
          needs={needs}
          disabled={isBusy && model.state !== 'loading'}
          onClick={act('stop')}
          className="flex-1 max-[359px]:basis-full"
        >
          Stop
        </Button>
        <PhoneAction>
          <IconButton
            icon={Pin}
            label={pinLabel}
            aria-pressed={model.pinned}
            needs={needs}
            disabled={isBusy}
            onClick={act(model.pinned ? 'unpin' : 'pin')}
            className="size-11"
          />
        </PhoneAction>
        <PhoneAction>
          <IconButton
            icon={RotateCw}
            label="Restart"
            needs={needs}
            disabled={isBusy}
            onClick={act('restart')}
            className="size-11"
          />
        </PhoneAction>
        {canChat(model) && (
          <PhoneAction>
            <ChatLink name={model.name} className="size-11" />
          </PhoneAction>
        )}
        <PhoneAction>
          <DrawerLink name={model.name} view="settings" className="size-11" />
        </PhoneAction>
        <PhoneAction>
          <DrawerLink name={model.name} view="details" className="size-11" />
        </PhoneAction>
      </div>
    </li>
  )
}

const PhoneAction = ({ children }: { readonly children: ReactNode }) => (
  <span className="rounded-control bg-raised shadow-raise">{children}</span>
)

interface DrawerLinkProps {
  readonly name: string
  readonly view: 'details' | 'settings'
  readonly className?: string
}

const views = {
  details: ['Details', Info],
  settings: ['Settings', SlidersHorizontal],
} as const satisfies Readonly<Record<DrawerLinkProps['view'], readonly [string, LucideIcon]>>

const linkStyle =
  'inline-grid flex-none place-items-center rounded-control text-ink-muted hover:bg-hover hover:text-ink-strong'

const ChatLink = ({ name, className }: Omit<DrawerLinkProps, 'view'>) => (
  <Link
    to="/chat"
    search={{ model: name }}
    aria-label={`Chat with ${name}`}
    title="Chat"
    className={clsx(linkStyle, className ?? 'size-[26px]')}
  >
    <MessageSquare aria-hidden className="size-3.5" />
  </Link>
)

function DrawerLink({ name, view, className }: DrawerLinkProps) {
  const [word, Icon] = views[view]
  return (
    <Link
      to="/models"
      search={{ model: name, ...(view === 'settings' && { tab: 'settings' as const }) }}
      aria-label={`${word} of ${name}`}
      title={word}
      className={clsx(linkStyle, className ?? 'size-[26px]')}
    >
      <Icon aria-hidden className="size-3.5" />
    </Link>
  )
}

const Fact = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-tiny text-ink-faint">{term}</dt>
    <dd className="mt-px truncate text-ink-strong tabular-nums">{children}</dd>
  </div>
)

const Quiet = ({ children }: { readonly children: ReactNode }) => <span className="text-ink-muted">{children}</span>

interface CountdownProps {
  readonly seconds: number | null
  readonly readAt: number
  readonly isOld: boolean
}

/** Ollama does not move the end while a request runs, so it may lie in the past: then the model is busy. */
function Countdown({ seconds, readAt, isOld }: CountdownProps) {
  const now = useNow()
  if (seconds === null || isOld) return 'Not known'
  const left = seconds - Math.max(0, now - readAt) / 1000
  if (left <= 0) return 'As soon as it is idle'
  return (
    <>
      {formatClock(left)} <Quiet>if idle</Quiet>
    </>
  )
}
