import type { Manager } from '@ollama-dashboard/contracts'
import type { LogSource } from './log/log-source.ts'

export const serviceActions = ['start', 'stop', 'restart'] as const
export type ServiceAction = (typeof serviceActions)[number]

/** What keeps one Ollama server running, or would, and how it is told to. */
export interface Managed {
  readonly manager: Manager
  /** Whether the manager says that it runs; whether it answers is another question. */
  readonly isRunning: boolean
  readonly pid: number | null
  readonly uptimeSeconds: number | null
  /** By what it was recognised, as a sentence. */
  readonly evidence: string
  /** Why this user may not control it, as a sentence; null where nothing speaks against it. */
  readonly refusal: string | null
  /** What a person types instead. */
  readonly commands: Readonly<Record<ServiceAction, string>>
  /** Each resolves when the manager has done its part. Throws NotPermitted or ManagerFailed. */
  start(signal: AbortSignal): Promise<void>
  stop(signal: AbortSignal): Promise<void>
  /** Absent where it has to be stopped and started. */
  readonly restart?: ((signal: AbortSignal) => Promise<void>) | undefined
  readonly log?: LogSource
}

/** Finds out whether one manager keeps a server running; null where it has nothing to do with it. */
export type FindManaged = (server: { readonly url: URL }, signal: AbortSignal) => Promise<Managed | null>

/** The manager does not let this user do it. */
export class NotPermitted extends Error {
  override readonly name = 'NotPermitted'
}

/** The manager could not do it: what it said, oldest line first. */
export class ManagerFailed extends Error {
  override readonly name = 'ManagerFailed'
  readonly output: readonly string[]

  constructor(message: string, output: readonly string[] = []) {
    super(message)
    this.output = output
  }
}
