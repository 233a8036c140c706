import type { SQLInputValue } from 'node:sqlite'

export interface SqliteStatement {
  readonly sql: string
  readonly parameters: readonly SQLInputValue[]
}

/** Milliseconds that are left to wait for another process that holds the right to write; 0 tries once. */
interface Patience {
  readonly patienceMs: number
}

/** What a database is asked for. It crosses a thread, so it is plain data. */
export type SqliteRequest =
  /** Opens the files, so that a failure is told when the database is opened. */
  | { readonly kind: 'open' }
  /** A statement that changes nothing. It sees what was committed, also during a transaction. */
  | ({ readonly kind: 'read' } & SqliteStatement)
  /** A statement that commits by itself. */
  | ({ readonly kind: 'write' } & SqliteStatement & Patience)
  | ({ readonly kind: 'begin' } & Patience)
  /** A statement of the transaction that was begun. */
  | ({ readonly kind: 'inside' } & SqliteStatement)
  | { readonly kind: 'commit' }
  /** Ends the transaction if there still is one. */
  | { readonly kind: 'rollback' }
  /** Fails when the files are no longer those that were opened. */
  | { readonly kind: 'inspect' }
  | { readonly kind: 'close' }

export interface SqliteResult {
  readonly rows: readonly unknown[]
  /** Null for a statement that returns rows. */
  readonly changes: number | bigint | null
}

/** Where statements go: a thread of their own, or the database itself. */
export interface SqliteTarget {
  /** Reads see what was committed, so that they need not wait for a transaction to end. */
  readonly readsApart: boolean
  ask(request: SqliteRequest): Promise<SqliteResult>
}

/** What the dashboard finds out about its files by itself, as `code` of an error. */
export type SqliteFault =
  | 'ERR_DATABASE_GONE'
  | 'ERR_DATABASE_REPLACED'
  | 'ERR_DATABASE_SILENT'
  | 'ERR_DATABASE_STOPPED'
  | 'ERR_DATA_DIR_IN_USE'

export const sqliteFault = (code: SqliteFault, message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code })
