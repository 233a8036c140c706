import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { endpoints } from '../../../lib/api/api.ts'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissingRole } from '../../../lib/api/use-permission.ts'
import { setDensity, toggleTheme, useDensity, useTheme } from '../../../lib/appearance.ts'
import { usePull } from '../../../lib/models/jobs.ts'
import { useModelAction } from '../../../lib/models/model-actions.ts'
import { availableQuery, loadPlanQuery, runningQuery } from '../../../lib/queries/models.ts'
import { ModelName } from '../../../parts/model-name.tsx'
import { PlanWords } from '../../../parts/plan-words.tsx'
import { Picker, PickerGroup, PickerItem } from '../../../ui/picker.tsx'
import { commandsOf, type Effect, modelsToLoad, searchCommands } from './commands.ts'

export interface PaletteProps {
  readonly onClose: () => void
  readonly onHelp: () => void
}

/** Goes to pages and models, and acts. */
export function Palette({ onClose, onHelp }: PaletteProps) {
  const instance = useInstance()
  const navigate = useNavigate()
  const isDark = useTheme() === 'dark'
  const isCompact = useDensity() === 'compact'
  const needs = useMissingRole(endpoints.models.start)
  const unavailable = useUnavailable()
  const { mutate } = useModelAction(instance)
  const { mutate: pull } = usePull(instance)
  const { data: models = [] } = useQuery({ ...availableQuery(instance), select: (list) => list.models })
  const { data: running = [] } = useQuery({ ...runningQuery(instance), select: (list) => list.models })
  const [search, setSearch] = useState('')
  const situation = { models, running, isDark, isCompact }
  const { data: plans } = useQuery({
    ...loadPlanQuery(instance, unavailable ? [] : modelsToLoad(searchCommands(commandsOf(situation), search))),
    placeholderData: keepPreviousData,
    select: ({ models }) => new Map(models.map((plan) => [plan.model, plan])),
  })
  const groups = searchCommands(commandsOf({ ...situation, ...(plans && { plans }) }), search)
  const lastWord = search.trim().split(/\s+/).at(-1) ?? ''

  const run = (effect: Effect) => {
    onClose()
    if (effect.kind === 'page') void navigate({ to: effect.to })
    else if (effect.kind === 'details') void navigate({ to: '/models', search: { model: effect.model } })
    else if (effect.kind === 'settings')
      void navigate({ to: '/models', search: { model: effect.model, tab: 'settings' } })
    else if (effect.kind === 'chat') void navigate({ to: '/chat', search: { model: effect.model } })
    else if (effect.kind === 'pull') pull(effect.model)
    else if (effect.kind === 'act') mutate({ action: effect.action, model: effect.model })
    else if (effect.kind === 'theme') toggleTheme()
    else if (effect.kind === 'density') setDensity(isCompact ? 'comfortable' : 'compact')
    else onHelp()
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
      {groups.map(({ heading, commands }) => (
        <PickerGroup key={heading} heading={heading === 'Actions' ? actionsHeading(needs, unavailable) : heading}>
          {commands.map(({ icon: Icon, label, model, aside, words, effect }) => {
            const needsOllama = effect.kind === 'act' || effect.kind === 'pull'
            // What it would do is told for the moment, which is not known now.
            const isOff = needsOllama && unavailable !== null
            return (
              <PickerItem
                key={`${label} ${model}`}
                value={`${heading} ${label} ${model}`}
                disabled={needsOllama && (needs !== null || unavailable !== null)}
                {...(isOff && { title: unavailable })}
                onSelect={() => run(effect)}
                aside={isOff ? null : (aside ?? null)}
                note={!isOff && words && <PlanWords words={words} />}
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
function actionsHeading(needs: string | null, unavailable: string | null): string {
  if (needs !== null) return `Actions, need ${needs}`
  return unavailable === null ? 'Actions' : `Actions: ${unavailable}`
}
