import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Lightbulb, Lock, UserRound } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { currentOf } from '../../../lib/api/current-instance.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { type Missing, missingSentence, useMissing } from '../../../lib/api/use-permission.ts'
import { gibibytes } from '../../../lib/format.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { instancesQuery } from '../../../lib/queries/server.ts'
import { statsQuery } from '../../../lib/queries/system.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { countOf } from '../apply-defaults.ts'
import { type Advice, appliesTo, type ModelDefaults } from '../model-defaults.ts'

const ApplyDialog = lazy(() =>
  loadPart(() => import('../apply-dialog.tsx')).then(({ ApplyDialog }) => ({ default: ApplyDialog })),
)

export interface DefaultsNoteProps {
  readonly models: readonly ModelDefaults[]
  readonly advice: Advice | null
  /** The advice is still being found out. */
  readonly isComing: boolean
  /** The role that is missing for recommendations. */
  readonly needs: Missing | null
}

/** What recommended values follow from, and all of them in one go. */
export function DefaultsNote({ models, advice, isComing, needs }: DefaultsNoteProps) {
  const needsApply = useMissing('settings.applyAllRecommended')
  const memory = useMemoryWords()
  const [asking, setAsking] = useState<{ readonly overwrite: boolean } | null>(null)
  const safe = useMemo(() => appliesTo(models, { overwrite: false }), [models])
  const all = useMemo(() => appliesTo(models, { overwrite: true }), [models])
  const ofPersons = models.filter(({ entry }) => entry?.source === 'user')
  const absent = ofPersons.filter(({ isInstalled }) => !isInstalled).length
  const kept = ofPersons.length - absent
  if (needs === null && advice === null && !isComing) return null

  const Icon = needs === null ? Lightbulb : Lock
  return (
    <div className="grid gap-3 border-b border-line px-(--pad) py-2 phone:py-3">
      <div className="flex items-center gap-x-2.5 gap-y-3 phone:flex-wrap phone:items-start">
        <Icon
          aria-hidden
          className={
            needs === null
              ? 'size-4 flex-none text-accent-text phone:mt-0.5'
              : 'size-4 flex-none text-ink-faint phone:mt-0.5'
          }
        />
        <p className="min-w-0 flex-1 tabular-nums phone:basis-0">
          {needs === null ? (
            <>
              Recommendations are based on the model and {memory}.{' '}
              <span className="text-ink-muted">
                {isComing
                  ? `Loading them for ${countOf(models.filter((model) => model.isComing).length)}…`
                  : consequence({ sets: safe.length, needless: needNothing(models), kept, absent, of: all.length })}
              </span>
            </>
          ) : (
            <>
              This key can view saved settings.{' '}
              <span className="text-ink-muted">{missingSentence('Viewing and applying recommendations', needs)}.</span>
            </>
          )}
        </p>
        <div className="flex flex-none items-center gap-1 phone:w-full">
          <Button
            needs={needs ?? needsApply}
            disabled={safe.length === 0}
            onClick={() => setAsking({ overwrite: false })}
            className="phone:flex-1"
          >
            {needs !== null || safe.length === 0 ? 'Apply to all' : `Apply to ${countOf(safe.length)}`}
          </Button>
          {needs === null && needsApply === null && all.length > 0 && (
            <Menu trigger={<IconButton icon={ChevronDown} label="More apply options" />}>
              <MenuItem icon={UserRound} disabled={kept === 0} onSelect={() => setAsking({ overwrite: true })}>
                Also replace manual settings
              </MenuItem>
            </Menu>
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {asking && <ApplyDialog models={asking.overwrite ? all : safe} {...asking} onClose={() => setAsking(null)} />}
      </Suspense>
    </div>
  )
}

interface Consequence {
  /** Models that would be set. */
  readonly sets: number
  /** Nobody set them, and there is nothing to set. */
  readonly needless: number
  /** Installed models that a person saved settings for. */
  readonly kept: number
  /** And those that are not installed. */
  readonly absent: number
  /** Models that something is recommended for. */
  readonly of: number
}

/** Counts as the filters below do, and says what makes the difference. */
function consequence({ sets, needless, kept, absent, of }: Consequence): string {
  if (of === 0) return 'No recommendations for these models.'
  const manual = kept + absent
  const clauses = [
    sets === 0 ? 'All are applied' : `Applies to ${countOf(sets)} without saved settings`,
    sets > 0 && needless > 0 && `${needless} ${needless === 1 ? 'has' : 'have'} nothing to apply`,
    manual > 0 && `keeps ${manual} set manually${absent === 0 ? '' : ` (${absent} not installed)`}`,
  ]
  return `${clauses.filter(Boolean).join('; ')}.`
}

const needNothing = (models: readonly ModelDefaults[]): number =>
  models.filter(
    ({ entry, isInstalled, problem, recommended }) =>
      entry === null && isInstalled && problem === null && Object.keys(recommended ?? {}).length === 0,
  ).length

/** What the models may fill, where this page knows it. */
function useMemoryWords(): string {
  const instance = useInstance()
  const { data: isLocal } = useQuery({
    ...instancesQuery,
    select: ({ instances }) => currentOf(instances, instance)?.local ?? false,
  })
  const { data } = useQuery({
    ...statsQuery,
    select: ({ vram, unified_memory, memory, gpus }) => ({
      vram,
      unified: unified_memory,
      memory,
      gpus: gpus.filter(({ memory: kind, runs_models }) => kind === 'dedicated' && runs_models).length,
    }),
  })
  if (!isLocal || !data) return 'the memory of its host'
  const { vram, unified, memory, gpus } = data
  if (unified) return `the ${gibibytes(unified.total)} GiB of unified memory of this host`
  if (!vram) return `the ${gibibytes(memory.total)} GiB of RAM of this host`
  return gpus === 1
    ? `the ${gibibytes(vram.total)} GiB of this GPU`
    : `the ${gibibytes(vram.total)} GiB of ${gpus} GPUs`
}
