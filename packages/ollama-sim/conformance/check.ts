import type { Server } from './server.ts'

/** One thing a server has to do. `run` throws when it does not. */
export interface Check {
  readonly name: string
  /** Left out when no embedding model is given. */
  readonly needsEmbedModel?: true
  /** Left out when no model to pull is given. */
  readonly needsPullModel?: true
  readonly run: (server: Server) => Promise<void>
}

export const checksOf = (checks: Readonly<Record<string, Check['run']>>): readonly Check[] =>
  Object.entries(checks).map(([name, run]) => ({ name, run }))
