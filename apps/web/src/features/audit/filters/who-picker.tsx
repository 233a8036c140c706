import type { AuditEntry } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Monitor } from 'lucide-react'
import { useMemo, useState } from 'react'
import { roleName } from '../../../lib/access/roles.ts'
import { keysQuery } from '../../../lib/queries/api-keys.ts'
import { Picker, PickerGroup, PickerItem } from '../../../ui/picker.tsx'
import { whoWords } from '../words/entry-words.ts'

export interface WhoPickerProps {
  /** The entries that are shown: keys that are gone are known from them alone. */
  readonly entries: readonly AuditEntry[] | undefined
  readonly onClose: () => void
  readonly onPick: (who: string) => void
}

interface Actor {
  readonly id: string
  readonly name: string
  /** What tells it from another of that name. */
  readonly aside: string | null
}

const noKey: Actor = { id: 'local', name: 'This machine', aside: 'No key' }

/** Whose entries are to be shown: of the keys that there are or were, and of who needs none. */
export function WhoPicker({ entries = [], onClose, onPick }: WhoPickerProps) {
  const { data } = useQuery(keysQuery)
  const [search, setSearch] = useState('')
  const actors = useMemo(() => {
    const seen = entries.flatMap(({ actor }): Actor[] =>
      actor.key_id === null
        ? []
        : [{ id: actor.key_id, name: whoWords(actor), aside: actor.role && roleName(actor.role) }],
    )
    const keys = (data?.keys ?? []).map(
      ({ id, name, role, revoked_at }): Actor => ({
        id,
        name,
        aside: revoked_at === null ? roleName(role) : `${roleName(role)}, revoked`,
      }),
    )
    // What a key is called now stands for what it was called then.
    return [...new Map([...seen, ...keys, noKey].map((actor) => [actor.id, actor])).values()]
  }, [entries, data])
  const wanted = search.trim().toLowerCase()
  const found = actors.filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    <Picker title="Who" search={search} onSearch={setSearch} onClose={onClose} empty="No key has that name">
      {found.length > 0 && (
        <PickerGroup heading="Who">
          {found.map(({ id, name, aside }) => (
            <PickerItem key={id} value={id} aside={aside} onSelect={() => onPick(id)}>
              {id === noKey.id ? <Monitor aria-hidden /> : <KeyRound aria-hidden />}
              <span className="min-w-0 truncate">{name}</span>
            </PickerItem>
          ))}
        </PickerGroup>
      )}
    </Picker>
  )
}

/** What the address names: a key by its id or name, or whoever needs none. */
export function useActorName(who: string | undefined): string {
  const { data } = useQuery({ ...keysQuery, enabled: who !== undefined })
  if (who === noKey.id) return noKey.name
  return data?.keys.find(({ id }) => id === who)?.name ?? who ?? ''
}
