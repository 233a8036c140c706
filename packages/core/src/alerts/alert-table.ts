import type { Alert, AlertState, Severity } from '@ollama-dashboard/contracts'
import type { Transaction } from 'kysely'
import type { StoredEntity } from '../storage/stored-entity.ts'
import { createAlertRepository } from './alert-repository.ts'

export interface AlertTables {
  alerts: AlertRow
}

export type AlertTransaction = Transaction<AlertTables>

export interface AlertRow {
  id: string
  /** Equal for the same trouble: JSON of rule, server and model. */
  fingerprint: string
  /** JSON of server and model. */
  subject: string
  rule: string
  source: string
  severity: Severity
  state: AlertState
  started_at: string
  last_seen_at: string
  resolved_at: string | null
  resolved_by: string | null
  occurrences: number
  /** What its messages told last; `resolved` before there was any. */
  told: AlertState
  /** 1 while its cause lasts although somebody resolved it. */
  held_down: number
  /** JSON of what only people read. */
  content: string
}

/** An alert as it is kept. How it is muted and delivered is kept elsewhere. */
export interface KnownAlert extends Readonly<Omit<Alert, 'muted_until' | 'delivery'>> {
  readonly told: AlertState
  /** Somebody resolved it, and its cause lasts: it does not fire again before that was gone. */
  readonly isHeldDown: boolean
}

/** What an alert is about. */
export interface AlertSubject {
  readonly instance: string | null
  readonly model: string | null
}

export const fingerprintOf = ({ rule, instance, model }: AlertSubject & { readonly rule: string }): string =>
  JSON.stringify([rule, instance, model])

export const subjectOf = ({ instance, model }: AlertSubject): string => JSON.stringify([instance, model])

/** Only `subjectOf` writes them. */
export function readSubject(subject: string): AlertSubject {
  const [instance, model] = JSON.parse(subject) as [string | null, string | null]
  return { instance, model }
}

export const alerts = {
  open: createAlertRepository,
  migrations: {
    async '0008-alerts'({ schema }) {
      await schema
        .createTable('alerts')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('rule', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('severity', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('started_at', 'text', (column) => column.notNull())
        .addColumn('last_seen_at', 'text', (column) => column.notNull())
        .addColumn('resolved_at', 'text')
        .addColumn('resolved_by', 'text')
        .addColumn('occurrences', 'integer', (column) => column.notNull())
        .addColumn('told', 'text', (column) => column.notNull())
        .addColumn('held_down', 'integer', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .execute()
      // However many processes share the storage, the same trouble is one alert.
      await schema
        .createIndex('alerts_firing')
        .on('alerts')
        .columns(['fingerprint', 'state'])
        .unique()
        .where('state', '=', 'firing')
        .execute()
      await schema.createIndex('alerts_by_time').on('alerts').columns(['state', 'resolved_at', 'id']).execute()
    },
    async '0008-changes-of-alerts'({ schema }) {
      await schema.createIndex('alerts_by_start').on('alerts').columns(['started_at', 'id']).execute()
    },
  },
} satisfies StoredEntity<AlertTables>
