import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { type SqliteDatabase, SqliteDialect } from 'kysely'

/** Kysely's own dialect speaks to better-sqlite3; this is Node's database in that shape. */
export const nodeSqlite = (database: DatabaseSync) => new SqliteDialect({ database: inTheShapeOfBetter(database) })

const inTheShapeOfBetter = (database: DatabaseSync): SqliteDatabase => ({
  close: () => database.close(),
  prepare(sql) {
    const statement = database.prepare(sql)
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...values(parameters)),
      run: (parameters) => statement.run(...values(parameters)),
      iterate: (parameters) => statement.iterate(...values(parameters)),
    }
  },
})

/** Kysely passes on what a repository gave it, whose types are those of the tables. */
const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
