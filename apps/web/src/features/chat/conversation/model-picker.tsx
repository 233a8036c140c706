import type { AvailableModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { capabilitiesOf } from '../../../lib/models/capabilities.ts'
import { runningQuery } from '../../../lib/queries/models.ts'
import { CapabilityIcons } from '../../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { useStartNotes } from '../../../parts/use-start-notes.tsx'
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
  const { data: loaded = [] } = useQuery({
    ...runningQuery(useInstance()),
    select: (list) => list.models.filter(({ state }) => state === 'loaded').map(({ name }) => name),
  })
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = models.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, shownModels)
  const idle = found.filter(({ name, remote }) => !loaded.includes(name) && !remote)
  const noteOf = useStartNotes(idle.map(({ name }) => name))
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
