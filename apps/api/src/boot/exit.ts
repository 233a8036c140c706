import { StorageNotOpened } from '@ollama-dashboard/core'
import { ConfigError } from '../config/reader.ts'
import { WebBuildMissing } from '../plugins/spa.ts'

/** What a process tells whoever started it, in the numbers of sysexits.h. */
export const exitCodes = {
  failed: 1,
  webBuildMissing: 66,
  portTaken: 69,
  killed: 70,
  storageUnavailable: 74,
  databaseAway: 75,
  notPermitted: 77,
  badConfig: 78,
} as const

export interface Exit {
  readonly code: number
  /** A line for what a person can put right; the whole error, stack and all, for what nobody foresaw. */
  readonly message: unknown
}

/** Why the program could not start, as an exit code and a line. */
export function exitOf(error: unknown): Exit {
  if (error instanceof ConfigError) return { code: exitCodes.badConfig, message: error.message }
  if (error instanceof WebBuildMissing) return { code: exitCodes.webBuildMissing, message: error.message }
  if (error instanceof StorageNotOpened) {
    const message = `${error.where}: ${error.message} ${error.hint ?? ''}`.trimEnd()
    return { code: error.isAway ? exitCodes.databaseAway : exitCodes.storageUnavailable, message }
  }
  const { code, port, address } = error as { code?: string; port?: number; address?: string }
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} on ${address} is already in use. Stop the program that uses it, or set PORT to another port.`
    return { code: exitCodes.portTaken, message }
  }
  if (code === 'EACCES' && port !== undefined) {
    const message = `This user has no permission to use port ${port}. Set PORT to a port above 1023.`
    return { code: exitCodes.notPermitted, message }
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return {
      code: exitCodes.badConfig,
      message: 'HOST is not an address of this machine. Set HOST to one that is, or to 0.0.0.0 for all.',
    }
  }
  return { code: exitCodes.failed, message: error }
}
