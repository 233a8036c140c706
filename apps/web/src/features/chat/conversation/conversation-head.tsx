import { ApiError } from '@ollama-dashboard/client'
import type { AvailableModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { ChevronDown, Gauge, PanelLeft, SlidersHorizontal, SquarePen } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useOutage } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { performanceQuery } from '../../../lib/queries/performance.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { Status, type StatusKind } from '../../../ui/status.tsx'
import { useDraft } from '../composer/drafts.ts'
import { changedCount, withParameter } from '../parameters/chat-parameters.ts'
import { ParametersPanel } from '../parameters/parameters-panel.tsx'
import { PerformancePanel } from './performance-panel.tsx'
import { type LoadState, useChatModels, useLoadState } from './use-chat-models.ts'

const ModelPicker = lazy(() =>
  loadPart(() => import('./model-picker.tsx')).then(({ ModelPicker }) => ({ default: ModelPicker })),
)

export interface ConversationHeadProps {
  /** The key of the draft. */
  readonly draft: string
  readonly model: string | null
  /** Undefined until they are known. */
  readonly models: readonly AvailableModel[] | undefined
  readonly onPick: (model: string) => void
  readonly onOpenList: () => void
}

/** Who one talks with, how fast that is, and with what parameters. */
export function ConversationHead({ draft, model, models, onPick, onOpenList }: ConversationHeadProps) {
  const [isPicking, setPicking] = useState(false)
  const installed = models?.find(({ name }) => name === model)
  return (
    <header className="sticky top-(--bar) z-[3] flex h-12 flex-none items-center gap-2 border-b border-line bg-background px-(--gutter) phone:h-14 phone:gap-0.5 phone:px-1.5">
      <span className="hidden phone:contents">
        <IconButton icon={PanelLeft} label="Chats" className="size-11" onClick={onOpenList} />
      </span>
      <ModelButton
        model={model}
        installed={installed}
        isKnown={models !== undefined}
        disabled={!models || models.length === 0}
        onClick={() => setPicking(true)}
      />
      <div className="ml-auto flex flex-none items-center gap-1 phone:gap-0.5">
        {/* There is no room for it beside a name there. */}
        {installed && (
          <span className="contents max-[22.5rem]:hidden">
            <Speed model={installed.name} />
          </span>
        )}
        {installed && <Parameters draft={draft} model={installed} />}
        <span className="hidden phone:contents">
          <Link
            to="/chat"
            activeOptions={{ exact: true }}
            search={({ q }) => (q === undefined ? {} : { q })}
            aria-label="New chat"
            className="grid size-11 place-items-center rounded-control text-ink-muted"
          >
            <SquarePen aria-hidden className="size-4" />
          </Link>
        </span>
      </div>
      <Suspense fallback={null}>
        {isPicking && models && (
          <ModelPicker
            models={models}
            current={model}
            onClose={() => setPicking(false)}
            onPick={(picked) => {
              setPicking(false)
              onPick(picked)
            }}
          />
        )}
      </Suspense>
    </header>
  )
}

interface ModelButtonProps {
  readonly model: string | null
  readonly installed: AvailableModel | undefined
  /** Which models there are is known. */
  readonly isKnown: boolean
  readonly disabled: boolean
  readonly onClick: () => void
}

const states: Readonly<Record<LoadState, readonly [StatusKind, string]>> = {
  loaded: ['ok', 'Loaded'],
  loading: ['working', 'Loading…'],
  'not loaded': ['off', 'Not loaded'],
}

/** In a word; all of it stands in place of the chat. */
const whyNone = (error: Error): string =>
  error instanceof ApiError ? 'No models: Ollama is unreachable' : "No models: can't reach the dashboard"

function ModelButton({ model, installed, isKnown, disabled, onClick }: ModelButtonProps) {
  const state = useLoadState(model)
  const { error } = useChatModels()
  const isLastKnown = useOutage() !== null
  const [kind, word] = !installed
    ? (['attention', 'Not installed'] as const)
    : installed.remote
      ? (['ok', 'On ollama.com'] as const)
      : states[state]
  return (
    <button
      type="button"
      disabled={disabled}
      aria-haspopup="dialog"
      onClick={onClick}
      className="-ml-[9px] flex h-(--control) min-w-0 overflow-hidden items-center gap-2 rounded-control px-[9px] hover:bg-hover phone:ml-0 phone:h-11"
    >
      {model === null ? (
        <span className="font-medium text-ink-muted">
          {isKnown ? 'No model' : error ? whyNone(error) : 'Loading models…'}
        </span>
      ) : (
        <>
          <span className="sr-only">
            Model: {model}, {word}
          </span>
          <span aria-hidden className="flex min-w-0 items-center gap-2">
            <IdentityMark name={model} />
            <ModelName name={model} className="phone:flex-wrap phone:[&_.model-namespace]:hidden" />
            {isKnown && (
              <Status kind={isLastKnown ? 'off' : kind}>
                <span className="phone:hidden">{word}</span>
              </Status>
            )}
          </span>
        </>
      )}
      <ChevronDown aria-hidden className="size-3.5 flex-none text-ink-faint" />
    </button>
  )
}

const headButton = 'max-[62.5rem]:w-(--control) max-[62.5rem]:px-0 phone:w-11'

function Speed({ model }: { readonly model: string }) {
  const { data: rate } = useQuery({
    ...performanceQuery(useInstance(), model),
    select: ({ tokens_per_second }) => tokens_per_second.p50,
  })
  const word = rate ? `${rate.toFixed(1)} tokens/s` : 'Speed'
  return (
    <Popover
      title={`Speed of ${model}`}
      trigger={
        <Button look="quiet" size="small" icon={Gauge} className={headButton}>
          <span className="tabular-nums max-[62.5rem]:sr-only">{word}</span>
        </Button>
      }
    >
      <PerformancePanel key={model} model={model} />
    </Popover>
  )
}

function Parameters({ draft, model }: { readonly draft: string; readonly model: AvailableModel }) {
  const parameters = useDraft(draft, 'parameters')
  const count = changedCount(model.has_reasoning === false ? withParameter(parameters, 'think', undefined) : parameters)
  const word = count === 0 ? 'Parameters' : count === 1 ? '1 parameter changed' : `${count} parameters changed`
  return (
    <Popover
      title="Parameters of this chat"
      trigger={
        <Button
          look="quiet"
          size="small"
          icon={SlidersHorizontal}
          className={clsx(headButton, count > 0 && 'text-accent-text')}
        >
          <span className="max-[62.5rem]:sr-only">{word}</span>
        </Button>
      }
    >
      <ParametersPanel draft={draft} model={model} />
    </Popover>
  )
}
