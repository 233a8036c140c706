import type { DeliveryState } from '@ollama-dashboard/contracts'
import type { AlertMessageRow } from './alert-message-table.ts'

type StateRow = Pick<AlertMessageRow, 'event' | 'created_at' | 'state'>

/** How the newest message of an alert stands, over all channels: failed before waiting before delivered. */
export function worstOfNewest(rows: readonly StateRow[]): DeliveryState {
  const [newest] = rows
  const states = rows
    .filter(({ event, created_at }) => event === newest?.event && created_at === newest.created_at)
    .map(({ state }) => state)
  return states.includes('failed') ? 'failed' : states.includes('waiting') ? 'waiting' : 'delivered'
}
