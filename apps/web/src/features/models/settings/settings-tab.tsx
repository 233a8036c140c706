import { RotateCw, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { type Missing, missingSentence, useMissing } from '../../../lib/api/use-permission.ts'
import { formatCount } from '../../../lib/format.ts'
import { useActionState, useModelAction } from '../../../lib/models/model-actions.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { LockedNote } from '../../../ui/locked-note.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { SettingsForm } from './settings-form.tsx'
import { useRemoveSettings } from './use-save-settings.ts'
import { type SettingsForm as Form, needsReload } from './use-settings-form.ts'

export interface SettingsTabProps {
  readonly form: Form
  readonly needs: Missing | null
  /** Where there is no room for it in the head. */
  readonly reset: ReactNode
}

/** The form, what stands in its way above it, and what concerns all of it below. */
export function SettingsTab({ form, needs, reset }: SettingsTabProps) {
  const { model, entry, fields, info, running, error, isReady, isOutdated, settle } = form
  const { error: actionError } = useActionState(useInstance(), model)
  return (
    <>
      {error && <ProblemNote error={error} />}
      {actionError !== null && <ProblemNote error={actionError} />}
      {needs !== null && <LockedNote>{missingSentence('Changing these settings', needs)}.</LockedNote>}
      {!isReady && !error && <Skeleton className="h-96" />}
      {isReady && entry && fields && (
        <>
          {isOutdated && needsReload(form).length === 0 && <Outdated form={form} />}
          <SettingsForm
            name={model}
            entry={entry}
            fields={fields}
            info={info}
            running={running}
            needs={needs}
            onLeave={settle}
          />
          <div className="-ml-[9px] grid justify-items-start gap-2 phone:ml-0 phone:justify-items-stretch">
            <span className="hidden phone:contents">{reset}</span>
            {entry.source !== 'default' && <Remove form={form} />}
          </div>
        </>
      )}
    </>
  )
}

type PartProps = Pick<SettingsTabProps, 'form'>

/** It runs with other values than are saved: somebody saved them without a restart, or another program loaded it. */
function Outdated({ form }: PartProps) {
  const needs = useMissing('models.restart')
  const { model, entry, info, running } = form
  const instance = useInstance()
  const { mutate: act } = useModelAction(instance)
  const { pending } = useActionState(instance, model)
  const unavailable = useUnavailable()
  const context = entry?.settings.num_ctx
  const wanted = context === undefined ? undefined : Math.min(context, info?.model.context_length ?? context)
  const allocated = running?.allocated_context ?? null
  return (
    <div className="flex items-center gap-2.5 rounded-control bg-sunken px-3 py-2.5 text-ink-muted">
      <RotateCw aria-hidden className="size-4 flex-none" />
      <p className="min-w-0 flex-1">
        {allocated === null || wanted === undefined || wanted === allocated
          ? 'Loaded with different options than saved.'
          : `Loaded with a context of ${formatCount(allocated)} tokens.`}{' '}
        Saved settings apply after a restart.
      </p>
      <Button
        size="small"
        needs={needs}
        unavailable={unavailable}
        disabled={pending !== null}
        onClick={() => act({ action: 'restart', model })}
      >
        Restart
      </Button>
    </div>
  )
}

function Remove({ form: { model, entry } }: PartProps) {
  const needs = useMissing('settings.remove')
  const { mutate, isPending, error } = useRemoveSettings(model)
  return (
    <>
      <Button
        look="quiet"
        size="small"
        icon={Trash2}
        needs={needs}
        disabled={isPending}
        onClick={() => entry && mutate(entry)}
      >
        Remove saved settings
      </Button>
      {error && <ProblemNote error={error} />}
    </>
  )
}
