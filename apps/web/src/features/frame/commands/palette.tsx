import type { PlannedLoad } from '@ollama-dashboard/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useFiring } from '../../../lib/alerts/firing.ts'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { type Missing, useMissing } from '../../../lib/api/use-permission.ts'
import { useChosenTheme, useDensity } from '../../../lib/appearance.ts'
import { useMissingForActions } from '../../../lib/models/model-locks.ts'
import { availableQuery, catalogueQuery, loadPlanQuery, runningQuery } from '../../../lib/queries/models.ts'
import { ModelName } from '../../../parts/model-name.tsx'
import { PlanWords } from '../../../parts/plan-words.tsx'
import { Picker, PickerGroup, PickerItem } from '../../../ui/picker.tsx'
import { commandsOf, modelsToLoad, searchCommands } from './commands.ts'
import { type Plans, withPlan } from './model-commands.ts'
import type { Effect } from './palette-command.ts'
import { useRunCommand } from './use-run-command.ts'

/** The same each time, so that nothing is made anew while a list is unknown. */
const none: readonly never[] = []
const listed = <T,>({ models }: { readonly models: T }): T => models
const plansByModel = ({ models }: { readonly models: readonly PlannedLoad[] }): Plans =>
  new Map(models.map((plan) => [plan.model, plan]))

export interface PaletteProps {
  readonly onClose: () => void
  readonly onHelp: () => void
}

/** Goes to pages and models, and acts. */
export function Palette({ onClose, onHelp }: PaletteProps) {
  const instance = useInstance()
  const theme = useChosenTheme()
  const density = useDensity()
  const needs = useMissingForActions()
  const needsPull = useMissing('models.pull')
  const unavailable = useUnavailable()
  const needsDelete = useMissing('models.delete')
  const needsKeys = useMissing('keys.create')
  const needsAudit = useMissing('audit.list')
  const needsAlerts = useMissing('alerts.list')
  const needsTimeline = useMissing('timeline.list')
  const needsMute = useMissing('alerts.mute')
  const { alerts: firing = none } = useFiring() ?? {}
  const runCommand = useRunCommand(onHelp)
  const { data: models = none } = useQuery({ ...availableQuery(instance), select: listed })
  const { data: running = none } = useQuery({ ...runningQuery(instance), select: listed })
  const { data: catalogue = none } = useQuery({ ...catalogueQuery(instance), select: listed })
  const [search, setSearch] = useState('')
  const all = useMemo(
    () => commandsOf({ models, running, catalogue, firing, theme, density }),
    [models, running, catalogue, firing, theme, density],
  )
  const found = useMemo(() => searchCommands(all, catalogue, search), [all, catalogue, search])
  const { data: plans } = useQuery({
    ...loadPlanQuery(instance, unavailable ? [] : modelsToLoad(found)),
    placeholderData: keepPreviousData,
    select: plansByModel,
  })
  const lastWord = search.trim().split(/\s+/).at(-1) ?? ''

  const lockOf = (effect: Effect): Missing | null => {
    if (effect.kind === 'act') return needs[effect.action]
    if (effect.kind === 'pull') return needsPull
    if (effect.kind === 'delete') return needsDelete
    if (effect.kind === 'make key') return needsKeys
    if (effect.kind === 'mute') return needsMute
    if (effect.kind !== 'page') return null
    const ofPages: Partial<Record<typeof effect.to, Missing | null>> = {
      '/audit': needsAudit,
      '/alerts': needsAlerts,
      '/timeline': needsTimeline,
    }
    return ofPages[effect.to] ?? null
  }
  const run = (effect: Effect) => {
    onClose()
    runCommand(effect)
  }

  return (
    <Picker
      verb="run"
      title="Search or run a command"
      search={search}
      onSearch={setSearch}
      onClose={onClose}
      empty="No results"
    >
      {found.map(({ heading, commands }) => (
        <PickerGroup key={heading} heading={heading === 'Actions' ? actionsHeading(needs.start, unavailable) : heading}>
          {commands.map((command) => {
            const { icon: Icon, label, model, aside, words, effect } = plans ? withPlan(command, plans) : command
            const isDelete = effect.kind === 'delete'
            const needsOllama = isDelete || effect.kind === 'act' || effect.kind === 'pull'
            const locked = lockOf(effect)
            // Said above all of them already.
            const note = locked === needs.start && needs.start?.role ? null : locked
            // What it would do is told for the moment, which is not known now.
            const isOff = needsOllama && unavailable !== null
            return (
              <PickerItem
                key={`${label} ${model}`}
                value={`${heading} ${label} ${model}`}
                disabled={isOff || locked !== null}
                {...(isOff && { title: unavailable })}
                onSelect={() => run(effect)}
                aside={isOff || locked !== null ? null : (aside ?? null)}
                note={note !== null ? <Needs missing={note} /> : !isOff && words && <PlanWords words={words} />}
              >
                <Icon aria-hidden />
                {label && <span className="flex-none">{label}</span>}
                {model && <ModelName name={model} match={lastWord} />}
              </PickerItem>
            )
          })}
        </PickerGroup>
      ))}
    </Picker>
  )
}

/** Why some of them are off: a line that is off is not reached by the keyboard, and cannot say it there. */
function actionsHeading(needs: Missing | null, unavailable: string | null): string {
  if (needs?.role) return `Actions, need ${needs.role}`
  return unavailable === null ? 'Actions' : `Actions: ${unavailable}`
}

/** On the line itself, as the role of most actions stands above all of them. */
const Needs = ({ missing }: { readonly missing: Missing }) => <span className="text-small">{missing.short}</span>
