import type { ApiKey } from '@ollama-dashboard/contracts'
import { ItemList } from '../../item-list.tsx'
import type { KeyActionsProps } from '../key-actions.tsx'
import { useOwnKey } from '../use-key-actions.ts'
import { KeyCard } from './key-card.tsx'
import { KeyRow } from './key-row.tsx'
import { KeysHead } from './keys-head.tsx'

export interface KeysListProps extends Omit<KeyActionsProps, 'apiKey'> {
  readonly keys: readonly ApiKey[]
}

const rowHeight = { comfortable: 2.8125, compact: 1.8125 } as const
const idOf = ({ id }: ApiKey) => id

export function KeysList({ keys, ...actions }: KeysListProps) {
  const own = useOwnKey()
  return (
    <ItemList
      label="API keys"
      items={keys}
      idOf={idOf}
      head={<KeysHead />}
      rowHeight={rowHeight}
      cardHeight={4.0625}
      tableWidth={52}
      row={(apiKey, place) => <KeyRow {...actions} {...place} apiKey={apiKey} isOwn={apiKey.id === own} />}
      card={(apiKey, place) => <KeyCard {...actions} {...place} apiKey={apiKey} isOwn={apiKey.id === own} />}
    />
  )
}
