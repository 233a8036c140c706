import { DashboardError } from '../kernel/errors.ts'

/** Without its storage the dashboard does not start. The message names no path: `where` is for the terminal alone. */
export class StorageNotOpened extends DashboardError {
  /** The file or folder that is at fault, or the variable that names the database. */
  readonly where: string

  constructor({ message, hint, cause }: DashboardError, where: string) {
    super('storage_unavailable', message, { cause, ...(hint !== undefined && { hint }) })
    this.where = where
  }
}
