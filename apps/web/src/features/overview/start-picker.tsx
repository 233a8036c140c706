import type { AvailableModel } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUnavailable } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { missingSentence, useMissing } from '../../lib/api/use-permission.ts'
import { capabilitiesOf } from '../../lib/models/capabilities.ts'
import { useModelAction } from '../../lib/models/model-actions.ts'
import { availableQuery } from '../../lib/queries/models.ts'
import { CapabilityIcons } from '../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../parts/model-name.tsx'
import { useStartNotes } from '../../parts/use-start-notes.tsx'
import { Picker, PickerItem } from '../../ui/picker.tsx'

/** More are found by typing. As many as the API tells of at once. */
const shownModels = limits.models

/** Which of the installed models to load. */
export function StartPicker({ onClose }: { readonly onClose: () => void }) {
  const instance = useInstance()
  const needs = useMissing('models.start')
  const unavailable = useUnavailable()
  const { mutate } = useModelAction(instance)
  const { data: models, error } = useQuery({ ...availableQuery(instance), select: idleModels })
  const [search, setSearch] = useState('')
  const wanted = search.trim()
  const found = models?.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase())) ?? []
  const shown = found.slice(0, shownModels)
  const noteOf = useStartNotes(shown.map(({ name }) => name))
  const start = (model: string) => {
    onClose()
    mutate({ action: 'start', model })
  }
  return (
    <Picker
      title="Start a model"
      search={search}
      onSearch={setSearch}
      onClose={onClose}
      isComing={!models && !error}
      empty={error && !models ? 'Models cannot be loaded: Ollama is unreachable.' : 'No matching models'}
    >
      {needs !== null && <p className="px-2 py-2 text-attention-text">{missingSentence('Starting a model', needs)}.</p>}
      {unavailable !== null && <p className="px-2 py-2 text-attention-text">{unavailable}.</p>}
      {shown.map((model) => (
        <PickerItem
          key={model.name}
          value={model.name}
          disabled={needs !== null || unavailable !== null}
          onSelect={() => start(model.name)}
          note={noteOf(model.name)}
        >
          <IdentityMark name={model.name} />
          <ModelName name={model.name} match={wanted} />
          <CapabilityIcons of={capabilitiesOf(model)} />
        </PickerItem>
      ))}
    </Picker>
  )
}

const idleModels = ({ models }: { readonly models: readonly AvailableModel[] }) =>
  models.filter(({ is_running, remote }) => !is_running && !remote)
