import type { ApiKey } from '@ollama-dashboard/contracts'
import { WindowList } from '../../../../ui/window-list.tsx'
import { useEvenList } from '../../use-even-list.ts'
import type { KeyActionsProps } from '../key-actions.tsx'
import { useOwnKey } from '../use-key-actions.ts'
import { KeyCard } from './key-card.tsx'
import { KeyRow } from './key-row.tsx'
import { KeysHead } from './keys-head.tsx'

export interface KeysListProps extends Omit<KeyActionsProps, 'apiKey'> {
  readonly keys: readonly ApiKey[]
}

/** In rem: below that the columns have no room. */
const tableWidth = 52

/** The keys as a table, or as cards where there is little room. Only what is in sight is drawn, and then measured. */
export function KeysList({ keys, ...actions }: KeysListProps) {
  const own = useOwnKey()
  const { cards, list } = useEvenList(keys, { tableWidth })
  return (
    <WindowList label="API keys" head={<KeysHead />} {...list}>
      {(index) => {
        const apiKey = keys[index]
        if (!apiKey) return null
        const shared = { ...actions, apiKey, isOwn: apiKey.id === own, isLast: index === keys.length - 1 }
        return list.isCards ? (
          <KeyCard {...shared} isOpen={cards.open.has(apiKey.id)} onToggle={cards.toggle} />
        ) : (
          <KeyRow {...shared} rowIndex={index + 2} />
        )
      }}
    </WindowList>
  )
}
