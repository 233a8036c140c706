import type { Alert, AlertState } from '@ollama-dashboard/contracts'
import type { Transaction } from 'kysely'
import type { AlertMessageTables } from './delivery/messages/alert-message-table.ts'

/** What is to be told of an alert, as it stood when that was decided. */
export interface AlertMessage {
  readonly event: AlertState
  readonly alert: Alert
}

/**
 * Takes messages in the transaction that stores what they tell: so whoever is killed in between loses none, and sends
 * none twice.
 */
export interface AlertMessages {
  /** Whether there is any channel. */
  readonly isUsed: boolean
  /** Adds a row for each channel, and none without one. It waits for the database alone, and throws what that throws. */
  add(transaction: Transaction<AlertMessageTables>, message: AlertMessage): Promise<void>
  /** Called when a transaction in which `add` was called is committed. */
  added(): void
  /** Calls when it changed how the messages of an alert stand, with its id. */
  listen(listener: (alertId: string) => void): void
  /** How the newest message of each alert stands; what is absent has none. */
  deliveryOf(alertIds: readonly string[]): Promise<ReadonlyMap<string, Alert['delivery']>>
}

/** Where no channel is configured, and in a demo, whose alerts are of no real server. */
export const noMessages: AlertMessages = {
  isUsed: false,
  add: async () => {},
  added: () => {},
  listen: () => {},
  deliveryOf: async () => new Map(),
}
