import { Server } from 'lucide-react'
import { useState } from 'react'
import { Picker, PickerGroup, PickerItem } from '../../../ui/picker.tsx'

export interface ServerPickerProps {
  readonly servers: readonly string[]
  readonly onClose: () => void
  readonly onPick: (server: string) => void
}

/** One of several Ollama servers. */
export function ServerPicker({ servers, onClose, onPick }: ServerPickerProps) {
  const [search, setSearch] = useState('')
  const found = servers.filter((name) => name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <Picker title="Server" search={search} onSearch={setSearch} onClose={onClose} empty="No server is called that">
      {found.length > 0 && (
        <PickerGroup heading="Servers">
          {found.map((name) => (
            <PickerItem key={name} value={name} onSelect={() => onPick(name)}>
              <Server aria-hidden />
              <span className="min-w-0 truncate">{name}</span>
            </PickerItem>
          ))}
        </PickerGroup>
      )}
    </Picker>
  )
}
