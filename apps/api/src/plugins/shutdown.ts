import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { DashboardError } from '@ollama-dashboard/core'
import fp from 'fastify-plugin'
import { createOpenAnswers } from '../http/answers/open-answers.ts'

export interface Lifecycle {
  readonly state: 'starting' | 'ok' | 'draining'
  /** Aborts when the server starts to close: what only watches ends now. */
  readonly closing: AbortSignal
  /** Aborts when answers under way have had their time. */
  readonly deadline: AbortSignal
  /** Keeps the server from closing until this answer is over, or out of time. */
  waitFor(answer: ServerResponse): void
}

declare module 'fastify' {
  interface FastifyInstance {
    lifecycle: Lifecycle
  }
  interface FastifyContextConfig {
    /** Only ends what is under way. */
    endsWork?: boolean
  }
}

export interface ShutdownOptions {
  /** How long answers under way may take to finish, and replies that nobody waits for. */
  readonly drainMs: number
  /** Resolves when no reply is being written that nobody waits for. */
  readonly repliesWritten: () => Promise<void>
}

/**
 * Closing in order: whoever only watches is let go at once, answers and replies under way end when they are done or out of
 * time. Until then reads are answered as ever, so that a proxy that has not noticed yet loses none, and new work is refused
 * in words.
 */
export const shutdown = fp<ShutdownOptions>(
  async (app, { drainMs, repliesWritten }) => {
    const closing = new AbortController()
    const deadline = new AbortController()
    const open = createOpenAnswers()
    let state: Lifecycle['state'] = 'starting'

    app.decorate('lifecycle', {
      get state() {
        return state
      },
      closing: closing.signal,
      deadline: deadline.signal,
      waitFor: open.add,
    })
    app.addHook('onReady', async () => {
      state = 'ok'
    })
    app.addHook('onRequest', (request, _reply, done) => {
      const { permission, endsWork = false } = request.routeOptions.config
      const isNew = request.method !== 'GET' && request.method !== 'HEAD' && !endsWork
      if (closing.signal.aborted && isNew && permission !== 'open') throw shuttingDown()
      done()
    })

    async function allDone(): Promise<void> {
      // What was asked before may only now begin a reply; whoever follows one hears its end after that.
      await open.over()
      await repliesWritten()
      await open.over()
    }

    app.addHook('preClose', async () => {
      state = 'draining'
      // The reason reaches whoever waits: a reply that is kept tells why it ended.
      closing.abort(shuttingDown())
      const expiry = setTimeout(() => deadline.abort(shuttingDown()), drainMs)
      await Promise.race([allDone(), once(deadline.signal, 'abort')])
      clearTimeout(expiry)
    })
  },
  { name: 'shutdown' },
)

export const shuttingDown = (): DashboardError =>
  new DashboardError('shutting_down', 'The dashboard is shutting down.', { hint: 'Try again in a moment.' })
