import { DashboardError } from '../errors.ts'

/** Without its storage the dashboard does not start. The message names no path: `path` is for the terminal alone. */
export class StorageNotOpened extends DashboardError {
  readonly path: string

  constructor({ message, hint, cause }: DashboardError, path: string) {
    super('storage_unavailable', message, { cause, ...(hint !== undefined && { hint }) })
    this.path = path
  }
}
