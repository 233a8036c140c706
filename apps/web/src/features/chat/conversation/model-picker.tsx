import type { AvailableModel } from '@ollama-dashboard/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { capabilitiesOf } from '../../../lib/models/capabilities.ts'
import { startNote } from '../../../lib/models/load-plan.ts'
import { loadPlanQuery, runningQuery } from '../../../lib/queries/models.ts'
import { CapabilityIcons } from '../../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { PlanWords } from '../../../parts/plan-words.tsx'
import { Picker, PickerGroup, PickerItem } from '../../../ui/picker.tsx'

export interface ModelPickerProps {
  readonly models: readonly AvailableModel[]
  /** Who replies at present. */
  readonly current: string | null
  readonly onPick: (model: string) => void
  readonly onClose: () => void
}

/** More are found by typing. */
const shownModels = 50

/** Who is to reply: what is loaded answers at once, the rest is loaded first. */
export function ModelPicker({ models, current, onPick, onClose }: ModelPickerProps) {
  const instance = useInstance()
  const { data: loaded = [] } = useQuery({
    ...runningQuery(instance),
    select: (list) => list.models.filter(({ state }) => state === 'loaded').map(({ name }) => name),
  })
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = models.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, shownModels)
  const idle = found.filter(({ name, remote }) => !loaded.includes(name) && !remote)
  const { data: plans } = useQuery({
    ...loadPlanQuery(
      instance,
      idle.map(({ name }) => name),
    ),
    placeholderData: keepPreviousData,
  })
  const noteOf = (name: string) => {
    const plan = plans?.models.find(({ model }) => model === name)
    const words = plan ? startNote(plan) : null
    return words && <PlanWords words={words} />
  }
  const groups = [
    ['Loaded', found.filter(({ name }) => loaded.includes(name))],
    ['Not loaded: loads with the first message', idle],
    ['On ollama.com', found.filter(({ remote }) => remote)],
  ] as const
  return (
    <Picker title="Choose a model" search={search} onSearch={setSearch} onClose={onClose} empty="No matching models">
      {groups.map(
        ([heading, those]) =>
          those.length > 0 && (
            <PickerGroup key={heading} heading={heading}>
              {those.map((model) => (
                <PickerItem
                  key={model.name}
                  value={model.name}
                  onSelect={() => onPick(model.name)}
                  note={noteOf(model.name)}
                >
                  <IdentityMark name={model.name} />
                  <ModelName name={model.name} match={wanted} />
                  <CapabilityIcons of={capabilitiesOf(model)} />
                  {model.name === current && <Check role="img" aria-label="Selected" />}
                </PickerItem>
              ))}
            </PickerGroup>
          ),
      )}
    </Picker>
  )
}
