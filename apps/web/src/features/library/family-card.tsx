import { Check, ChevronDown, Download, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { useUnavailable } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing, useMissingForModel } from '../../lib/api/use-permission.ts'
import { formatBytes, formatCount } from '../../lib/format.ts'
import { useJobActions, usePull, usePullOf, useResumablePull } from '../../lib/models/jobs.ts'
import { capabilityIcons } from '../../parts/capability-icons.tsx'
import { ProgressBar, progressFacts } from '../../parts/pull-progress.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { capabilitiesOfEntry, type Family } from './families.ts'
import { Fit, type FitProps } from './fit.tsx'

export interface FamilyCardProps extends Omit<FitProps, 'model'> {
  readonly family: Family
}

export function FamilyCard({ family: { base, models }, capacity, memory }: FamilyCardProps) {
  const [name, setName] = useState(models[0].name)
  const model = models.find((one) => one.name === name) ?? models[0]
  const job = usePullOf(model.name)
  const begun = useResumablePull(model.name)
  const { cancel, retry } = useJobActions()
  const { mutate: pull, isPending } = usePull(useInstance())
  const needs = useMissingForModel('models.pull', model.name)
  const needsCancel = useMissing('jobs.cancel')
  const needsRetry = useMissing('jobs.retry', 'models.pull')
  const unavailable = useUnavailable()
  const facts = job && progressFacts(job)
  const others = models.flatMap((one) => (one.installed && one !== model ? [tagOf(one.name)] : []))

  return (
    <li className="flex min-w-0 flex-col gap-2 p-(--pad) shadow-[0_0_0_1px_var(--line)]">
      <div className="flex min-h-8 items-center gap-2.5 phone:min-h-11">
        <h2 className="min-w-0 truncate font-mono text-prose font-medium">{base}</h2>
        <TagChoice models={models} chosen={model.name} onChoose={setName} />
        <div className="ml-auto flex-none">
          {job ? (
            <Button look="quiet" size="small" icon={X} needs={needsCancel} onClick={() => cancel(job)}>
              Cancel <span className="sr-only">{model.name}</span>
            </Button>
          ) : model.installed ? (
            <Badge>
              <Check aria-hidden className="size-3" /> Installed
            </Badge>
          ) : begun ? (
            <Button
              size="small"
              icon={RotateCw}
              needs={needsRetry}
              unavailable={unavailable}
              onClick={() => retry(begun)}
            >
              Resume <span className="sr-only">{model.name}</span>
            </Button>
          ) : (
            <Button
              look={model.fits === 'no' ? 'quiet' : 'plain'}
              size="small"
              icon={Download}
              needs={needs}
              unavailable={unavailable}
              disabled={isPending}
              onClick={() => pull(model.name)}
            >
              {model.fits === 'no' ? 'Pull anyway' : 'Pull'}
              <span className="sr-only"> {model.name}</span>
            </Button>
          )}
        </div>
      </div>
      <p className="min-h-10 text-ink-muted phone:min-h-0">{model.description}</p>
      <ul className="flex flex-wrap gap-x-3 gap-y-1 text-small text-ink-faint tabular-nums">
        {capabilitiesOfEntry(model).map((capability) => {
          const Icon = capabilityIcons[capability]
          return (
            <li key={capability} className="flex items-center gap-1">
              <Icon aria-hidden className="size-3.5" /> {capability}
            </li>
          )
        })}
        <li>{model.parameter_size}</li>
        {model.context_length !== null && <li>{formatCount(model.context_length)} context</li>}
        {others.length > 0 && (
          <li className="flex items-center gap-1">
            <Check aria-hidden className="size-3.5" /> {others.join(', ')} installed
          </li>
        )}
      </ul>
      <div className="relative mt-auto border-t border-line pt-2.5">
        {job && facts ? (
          <>
            {/* On the line: a card that grew by it would move all below. */}
            <div className="absolute inset-x-0 -top-0.5">
              <ProgressBar job={job} label={`Download of ${model.name}`} />
            </div>
            <p className="flex gap-2 text-small text-ink-muted tabular-nums">
              {facts.percent && <b className="font-medium text-ink-strong">{facts.percent}</b>}
              <span className="truncate">{facts.done}</span>
              <span className="ml-auto whitespace-nowrap">{[facts.speed, facts.left].filter(Boolean).join(', ')}</span>
            </p>
          </>
        ) : (
          <p className="flex items-center text-small">
            <Fit model={model} capacity={capacity} memory={memory} />
            <span className="ml-auto text-ink-muted tabular-nums">
              {begun && !model.installed && `${formatBytes(begun.progress?.completed ?? 0)} of `}
              <b className="font-medium text-ink-strong">{formatBytes(model.size)}</b>
              {begun && !model.installed && ' downloaded'}
            </span>
          </p>
        )}
      </div>
    </li>
  )
}

interface TagChoiceProps {
  readonly models: Family['models']
  readonly chosen: string
  readonly onChoose: (name: string) => void
}

const tagOf = (name: string): string => name.slice(name.lastIndexOf(':') + 1)
const tag =
  'touch-target inline-flex h-5.5 flex-none items-center gap-1 rounded-inner px-1.5 font-mono text-tiny text-ink-muted shadow-[inset_0_0_0_1px_var(--line-strong)]'

function TagChoice({ models, chosen, onChoose }: TagChoiceProps) {
  if (models.length === 1) return <span className={tag}>{tagOf(chosen)}</span>
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" aria-label={`Tag: ${tagOf(chosen)}`} className={`${tag} hover:bg-hover hover:text-ink`}>
          {tagOf(chosen)} <ChevronDown aria-hidden className="size-3" />
        </button>
      }
    >
      {models.map(({ name, size, installed }) => (
        <MenuItem key={name} onSelect={() => onChoose(name)}>
          <span className="font-mono">{tagOf(name)}</span>
          <span className="ml-auto pl-6 text-small font-normal text-ink-muted tabular-nums">
            {installed ? 'installed' : formatBytes(size)}
          </span>
        </MenuItem>
      ))}
    </Menu>
  )
}
