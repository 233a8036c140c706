import type { Alert, AlertState } from '@ollama-dashboard/contracts'
import type { Transaction } from 'kysely'
import type { AlertMessageTables } from './delivery/alert-message-table.ts'

export interface AlertMessage {
  readonly event: AlertState
  readonly alert: Alert
}

export interface AlertMessages {
  readonly isUsed: boolean
  add(transaction: Transaction<AlertMessageTables>, message: AlertMessage): Promise<void>
  added(): void
  deliveryOf(alertIds: readonly string[]): Promise<ReadonlyMap<string, Alert['delivery']>>
}
