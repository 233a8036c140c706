import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { type SqliteRequest, type SqliteResult, type SqliteTarget, sqliteFault } from './sqlite-request.ts'
import type { SqliteSessionOptions } from './sqlite-session.ts'
import { fromPlainError, type PlainError } from './sqlite-thread-error.ts'

export interface ThreadRequest {
  readonly id: number
  readonly request: SqliteRequest
}

export type ThreadAnswer =
  | { readonly id: number; readonly result: SqliteResult }
  | { readonly id: number; readonly error: PlainError }

export interface SqliteThread extends SqliteTarget {
  /** Calls back when the thread ended though nobody closed it. The next request starts another one. */
  onLost(listener: () => void): void
}

export interface SqliteThreadOptions extends Omit<SqliteSessionOptions, 'mayCreate'> {
  /** What asks for more ends the thread, and not the dashboard. */
  readonly maxHeapMegabytes?: number
  /** At least so long after one start comes the next. */
  readonly restartMs?: number
  readonly clock?: Clock
}

/** From source in source, from the bundle beside the bundle. */
const program = new URL(`./sqlite-worker${extname(import.meta.filename)}`, import.meta.url)

/** It knows no secret; only where compiled code is kept, which makes its start three times as fast. */
const { NODE_COMPILE_CACHE } = process.env
const env = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

const limits = { maxHeapMegabytes: 512, restartMs: 1000 }
/** How long a disk may keep a request. */
const answerMs = 30_000

interface Waiting {
  readonly resolve: (result: SqliteResult) => void
  readonly reject: (error: Error) => void
  readonly cancel: () => void
}

/** A database in a thread of its own. It is started when it is first asked, and again after it died. */
export function createSqliteThread(options: SqliteThreadOptions): SqliteThread {
  const { maxHeapMegabytes, restartMs, clock = systemClock, ...session } = { ...limits, ...options }
  const resourceLimits = { maxOldGenerationSizeMb: maxHeapMegabytes, maxYoungGenerationSizeMb: 12 }
  const waiting = new Map<number, Waiting>()
  const listeners: (() => void)[] = []
  let worker: Worker | null = null
  let startedAt = Number.NEGATIVE_INFINITY
  let starts = 0
  let lastId = 0
  let isClosed = false
  /** It was asked for longer than a disk may take, and has said nothing since. */
  let isSilent = false

  function settle(id: number): Waiting | undefined {
    const asked = waiting.get(id)
    waiting.delete(id)
    asked?.cancel()
    if (waiting.size === 0) worker?.unref()
    return asked
  }

  function start(): Worker {
    if (performance.now() - startedAt < restartMs) throw stopped()
    startedAt = performance.now()
    const workerData: SqliteSessionOptions = { ...session, mayCreate: starts === 0 }
    const started = new Worker(program, { name: 'storage', workerData, resourceLimits, execArgv: [], env })
    starts += 1
    let cause: unknown
    // While nothing is asked for, it keeps no process alive.
    started.unref()
    started.on('message', (answer: ThreadAnswer) => {
      isSilent = false
      const asked = settle(answer.id)
      if ('error' in answer) asked?.reject(fromPlainError(answer.error))
      else asked?.resolve(answer.result)
    })
    started.on('error', (error) => {
      cause = error
    })
    started.on('exit', () => {
      worker = null
      isSilent = false
      for (const id of [...waiting.keys()]) settle(id)?.reject(stopped(cause))
      if (!isClosed) for (const listener of listeners) listener()
    })
    return started
  }

  function post(request: SqliteRequest): Promise<SqliteResult> {
    return new Promise((resolve, reject) => {
      worker ??= start()
      lastId += 1
      const id = lastId
      const cancel = clock.after(answerMs, () => {
        isSilent = true
        settle(id)?.reject(silent())
      })
      if (waiting.size === 0) worker.ref()
      waiting.set(id, { resolve, reject, cancel })
      worker.postMessage({ id, request } satisfies ThreadRequest)
    })
  }

  async function close(): Promise<SqliteResult> {
    isClosed = true
    if (worker === null) return nothing
    const closing = worker
    try {
      if (isSilent) throw silent()
      await post({ kind: 'close' })
      // Only then others may have the folder.
      closing.ref()
      if (worker !== null) await once(closing, 'exit')
    } catch {
      // It died, or the disk has not answered for long: what was asked for has been told as failed.
      // Not awaited: a thread that waits for the disk ends when the disk answers.
      void closing.terminate()
    }
    return nothing
  }

  return {
    readsApart: true,
    onLost: (listener) => void listeners.push(listener),
    async ask(request) {
      if (request.kind === 'close') return close()
      // Nothing may start it, and take the folder, again.
      if (isClosed) throw stopped()
      // A transaction that is given up is rolled back as soon as the disk answers; if that fails, by the next opening.
      if (isSilent && request.kind === 'rollback') {
        post(request).catch(() => undefined)
        return nothing
      }
      if (isSilent) throw silent()
      return post(request)
    },
  }
}

const nothing: SqliteResult = { rows: [], changes: null }

const stopped = (cause?: unknown) => sqliteFault('ERR_DATABASE_STOPPED', 'The thread of the database ended.', cause)
const silent = () => sqliteFault('ERR_DATABASE_SILENT', 'The thread of the database says nothing.')
