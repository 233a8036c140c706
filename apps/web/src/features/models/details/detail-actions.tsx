import type { Model } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageSquare, Play, RotateCw, SlidersHorizontal, Square, Trash2 } from 'lucide-react'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { type Missing, useMissing } from '../../../lib/api/use-permission.ts'
import { canChat } from '../../../lib/models/capabilities.ts'
import { useActionState, useModelAction } from '../../../lib/models/model-actions.ts'
import { useMissingForActions } from '../../../lib/models/model-locks.ts'
import { runningQuery } from '../../../lib/queries/models.ts'
import { useHasEdits } from '../../../lib/settings-drafts.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { RunningStatus } from '../../../parts/running-status.tsx'
import { Button } from '../../../ui/button.tsx'
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx'
import { BeforeStart } from './before-start.tsx'

interface ActionsProps {
  readonly name: string
  readonly onSettings: () => void
  readonly onDelete: (name: string) => void
  /** Null until it is known. */
  readonly model: Model | null
}

export function DetailActions({ name, model, onSettings, onDelete }: ActionsProps) {
  const instance = useInstance()
  const needs = useMissingForActions()
  const needsDelete = useMissing('models.delete')
  const lockedWords = wordsOfLocks(needs.start, needsDelete, useMissing(...actionOperations, 'models.delete'))
  const unavailable = useUnavailable()
  const { mutate } = useModelAction(instance)
  const { pending, error } = useActionState(instance, name)
  const hasEdits = useHasEdits(name)
  const { data: state = null } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.find((model) => model.name === name)?.state ?? null,
  })
  const isStarting = state === 'loading' || pending?.action === 'start'
  const isRunning = state !== null || isStarting
  const isBusy = pending !== null && !isStarting
  return (
    <div className="grid gap-2.5">
      <div className="flex flex-wrap items-center gap-2">
        {model?.remote ? null : isRunning ? (
          <>
            <Button
              icon={Square}
              needs={needs.stop}
              isTerse
              unavailable={unavailable}
              disabled={isBusy}
              onClick={() => mutate({ action: 'stop', model: name })}
              className="phone:flex-1"
            >
              Stop
            </Button>
            <Button
              icon={RotateCw}
              needs={needs.restart}
              isTerse
              unavailable={unavailable}
              disabled={isBusy || isStarting}
              onClick={() => mutate({ action: 'restart', model: name })}
              className="phone:flex-1"
            >
              Restart
            </Button>
          </>
        ) : (
          <Button
            look="primary"
            icon={Play}
            needs={needs.start}
            isTerse
            unavailable={unavailable}
            disabled={isBusy}
            onClick={() => mutate({ action: 'start', model: name })}
            className="phone:flex-1"
          >
            Start
          </Button>
        )}
        {model && canChat(model) && (
          <Link
            to="/chat"
            search={{ model: name }}
            className="touch-target inline-flex h-(--control) flex-none items-center justify-center gap-1.5 rounded-control bg-raised px-[11px] font-medium whitespace-nowrap text-ink shadow-raise hover:bg-hover hover:text-ink-strong phone:h-11 phone:flex-1"
          >
            <MessageSquare aria-hidden className="-ml-0.5 size-3.5 flex-none text-ink-muted" />
            Chat
          </Link>
        )}
        <Button icon={SlidersHorizontal} onClick={onSettings} className="phone:flex-1">
          Settings
          {hasEdits && <UnsavedMark />}
        </Button>
        <Button
          icon={Trash2}
          needs={needsDelete}
          isTerse={lockedWords !== null}
          unavailable={unavailable}
          onClick={() => onDelete(name)}
        >
          Delete
        </Button>
        <RunningStatus name={name} state={state} />
      </div>
      {!model?.remote && !isStarting && pending === null && <BeforeStart name={name} isRunning={isRunning} />}
      {lockedWords !== null && <p className="text-small text-ink-faint">{lockedWords}</p>}
      {error !== null && <ProblemNote error={error} />}
    </div>
  )
}

const actionOperations = ['models.start', 'models.stop', 'models.restart'] as const

/** Below the buttons, which have no room for it; null where the one that is locked says it itself. */
function wordsOfLocks(start: Missing | null, remove: Missing | null, any: Missing | null): string | null {
  if (start?.role && remove?.role) return `Starting and stopping needs ${start.role}, deleting needs ${remove.role}.`
  return any === null || any.role !== null ? null : `${any.reason}.`
}
