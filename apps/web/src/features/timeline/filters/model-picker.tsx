import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { availableQuery } from '../../../lib/queries/models.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { Picker, PickerGroup, PickerItem } from '../../../ui/picker.tsx'

export interface ModelPickerProps {
  readonly onClose: () => void
  readonly onPick: (model: string) => void
}

/** So many can be looked through; more letters find the rest. */
const mostShown = 50

/** A model that is installed, or any by its name: what happened to those that are gone is kept. */
export function ModelPicker({ onClose, onPick }: ModelPickerProps) {
  const [search, setSearch] = useState('')
  const { data: names = [], isLoading } = useQuery({
    ...availableQuery(useInstance()),
    select: ({ models }) => models.map(({ name }) => name),
  })
  const wanted = search.trim()
  const found = names.filter((name) => name.toLowerCase().includes(wanted.toLowerCase())).slice(0, mostShown)
  return (
    <Picker
      title="Model"
      search={search}
      onSearch={setSearch}
      onClose={onClose}
      isComing={isLoading}
      empty="No model is installed"
    >
      {found.length > 0 && (
        <PickerGroup heading="Installed">
          {found.map((name) => (
            <PickerItem key={name} value={name} onSelect={() => onPick(name)}>
              <IdentityMark name={name} />
              <ModelName name={name} match={wanted} />
            </PickerItem>
          ))}
        </PickerGroup>
      )}
      {wanted !== '' && !names.includes(wanted) && (
        <PickerGroup heading="By name">
          <PickerItem value={`name ${wanted}`} onSelect={() => onPick(wanted)}>
            <span className="min-w-0 truncate font-mono">{wanted}</span>
          </PickerItem>
        </PickerGroup>
      )}
    </Picker>
  )
}
