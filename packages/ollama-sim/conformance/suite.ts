import type { Check } from './check.ts'
import { basics } from './checks/basics.ts'
import { copies } from './checks/copies.ts'
import { downloads } from './checks/downloads.ts'
import { embeddings } from './checks/embeddings.ts'
import { keepAlive } from './checks/keep-alive.ts'
import { lists } from './checks/lists.ts'
import { memory } from './checks/memory.ts'
import { pulls } from './checks/pulls.ts'
import { refusals } from './checks/refusals.ts'
import { replies } from './checks/replies.ts'
import { show } from './checks/show.ts'
import { connect, type Server } from './server.ts'
import { isTemporary } from './temporary-name.ts'
import { listOf } from './verify.ts'

export const checks: readonly Check[] = [
  ...basics,
  ...lists,
  ...show,
  ...replies,
  ...memory,
  ...keepAlive,
  ...refusals,
  ...embeddings,
  ...copies,
  ...pulls,
  ...downloads,
]

export interface Outcome {
  readonly name: string
  /** Why it failed; undefined when it passed. */
  readonly reason: string | undefined
}

export interface SuiteOptions {
  readonly url: string
  /** One that completes text. */
  readonly model: string
  readonly embedModel?: string | undefined
  /** Not installed: it is pulled from its registry, left half way, joined, and deleted. */
  readonly pullModel?: string | undefined
  readonly signal: AbortSignal
}

/** Runs every check, one after the other, and leaves the server without the copies it made and without its models in memory. */
export async function* runSuite(options: SuiteOptions): AsyncGenerator<Outcome, void, void> {
  const server = await connect(options)
  try {
    for (const check of checks) {
      if (check.needsEmbedModel && server.embedModel === undefined) continue
      if (check.needsPullModel && server.pullModel === undefined) continue
      const reason = await reasonOf(check.run(server))
      // What fails then says nothing about the server.
      options.signal.throwIfAborted()
      yield { name: check.name, reason }
    }
  } finally {
    // Also when the suite is stopped.
    await cleanUp(await connect({ ...options, signal: new AbortController().signal }))
  }
}

async function reasonOf(run: Promise<void>): Promise<string | undefined> {
  try {
    await run
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function cleanUp(server: Server): Promise<void> {
  for (const { name } of listOf('models', (await server.get('/api/tags'))['models'])) {
    if (isTemporary(String(name))) await server.ask('/api/delete', { method: 'DELETE', body: { model: String(name) } })
  }
  for (const model of [server.model, server.embedModel]) {
    if (model !== undefined) await server.unload(model)
  }
}
