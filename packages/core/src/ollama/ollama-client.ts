import { type Clock, systemClock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { readNdjson } from './answers/ndjson.ts'
import {
  holdsModels,
  type ReadList,
  readInstalled,
  readLoaded,
  readPullLine,
  readShown,
  readVersion,
} from './answers/read-answers.ts'
import { readChatLine } from './answers/read-chat-line.ts'
import { isBrokenHttp } from './errors/connection-errors.ts'
import { errorIn, notOllama, ollamaFailure } from './errors/ollama-errors.ts'
import { begunWithin } from './idle-timeout.ts'
import type { Ollama } from './ollama.ts'
import type { OllamaAccess } from './ollama-access.ts'
import { connectOllama } from './ollama-request.ts'
import { beginChat, endChat, failed } from './ollama-spans.ts'

/**
 * How long each answer may take to begin, and in all: a server that sends a byte now and then is not waited for. `ps`
 * blocks for seconds while an unload waits for memory to come back, and files of hundreds of gigabytes take their time to
 * leave a slow disk.
 */
const limits = {
  version: { firstByteMs: 5000, totalMs: 30_000 },
  ps: { firstByteMs: 10_000, totalMs: 30_000 },
  tags: { firstByteMs: 15_000, totalMs: 30_000 },
  show: { firstByteMs: 10_000, totalMs: 120_000 },
  unload: { firstByteMs: 10_000, totalMs: 30_000 },
  copy: { firstByteMs: 15_000, totalMs: 30_000 },
  delete: { firstByteMs: 60_000, totalMs: 120_000 },
} as const
/** A proxy may send the head at once, and blanks for as long as a model loads. */
const loadMs = 3_600_000
const mebibyte = 1024 ** 2
const maxBytes = { tags: 32 * mebibyte, show: 64 * mebibyte } as const

export interface OllamaOptions {
  /** How long Ollama may be silent while it loads a model or begins a pull; 600 s when absent. */
  readonly firstByteTimeoutMs?: number
  /** How long a reply may be silent between two of its lines; 600 s when absent, null for no limit. */
  readonly idleTimeoutMs?: number | null
  readonly access?: OllamaAccess
  /** Measures silences. */
  readonly clock?: Clock
  /** Told with each list how many of its rows are left out. */
  readonly onLeftOut?: (list: ModelListName, rows: LeftOutRows) => void
}

export type ModelListName = 'installed' | 'loaded'
export type LeftOutRows = Omit<ReadList<unknown>, 'models'>

/** A tool call comes whole: while a model writes its arguments, nothing does. */
const defaultIdleMs = 600_000

/** A client of the Ollama server at an address, which may have a path. Source of the wire: docs/api.md of Ollama. */
export function createOllama(baseUrl: URL, options: OllamaOptions = {}): Ollama {
  const {
    firstByteTimeoutMs = 600_000,
    idleTimeoutMs = defaultIdleMs,
    access,
    clock = systemClock,
    onLeftOut,
  } = options
  const connection = connectOllama(baseUrl, clock, access)

  function told<M>(list: ModelListName, answer: unknown, read: (answer: unknown) => ReadList<M>): readonly M[] {
    if (!holdsModels(answer)) throw notOllama()
    const { models, ...rows } = read(answer)
    onLeftOut?.(list, rows)
    return models
  }

  return {
    async version(signal) {
      const call = { method: 'GET', path: '/api/version', ...limits.version } as const
      const version = readVersion(await connection.json(call, signal))
      if (version !== null) return version
      throw notOllama()
    },

    async installed(signal) {
      const call = { method: 'GET', path: '/api/tags', ...limits.tags, maxBytes: maxBytes.tags } as const
      return told('installed', await connection.json(call, signal), readInstalled)
    },

    async loaded(signal) {
      const call = { method: 'GET', path: '/api/ps', ...limits.ps } as const
      return told('loaded', await connection.json(call, signal), readLoaded)
    },

    async show(model, { verbose = false } = {}, signal) {
      const body = { model, ...(verbose && { verbose }) }
      const call = {
        method: 'POST',
        path: '/api/show',
        body,
        model,
        ...limits.show,
        maxBytes: maxBytes.show,
      } as const
      return readShown(await connection.json(call, signal))
    },

    async load(model, { keepAlive, options, embedding = false }, signal) {
      const body = {
        model,
        // Servers before 0.3.6 refuse to embed nothing: ollama#6295.
        ...(embedding ? { input: 'a' } : { stream: false }),
        ...(keepAlive !== undefined && { keep_alive: keepAlive }),
        ...(options && { options }),
      }
      const path = embedding ? '/api/embed' : '/api/generate'
      const totalMs = firstByteTimeoutMs + loadMs
      await connection.json({ method: 'POST', path, body, model, firstByteMs: firstByteTimeoutMs, totalMs }, signal)
    },

    async *chat(chat, signal) {
      const { model } = chat
      const body = { ...chat, stream: true }
      const span = beginChat(chat, baseUrl)
      const call = {
        method: 'POST',
        path: '/api/chat',
        body,
        model,
        idleMs: idleTimeoutMs,
        firstByteMs: firstByteTimeoutMs,
        span,
      } as const
      let hasBegun = false
      try {
        for await (const { value, bytes } of readNdjson(connection.bytes(call, signal))) {
          const read = readChatLine(value, bytes)
          const error = errorIn(value)
          if (error !== null) throw ollamaFailure({ status: 200, body: connection.hide(error) }, call)
          // Before the reader has it, who may take its time.
          if (read.done && span) endChat(span, read, clock.now())
          hasBegun = true
          yield read
          if (read.done) return
        }
        throw interrupted(model)
      } catch (error) {
        const isCutOff = hasBegun && error instanceof DashboardError && isBrokenHttp(error)
        throw failed(span, isCutOff ? interrupted(model, error) : error)
      } finally {
        span?.end()
      }
    },

    async unload(model, signal) {
      const body = { model, stream: false, keep_alive: 0 }
      const call = { method: 'POST', path: '/api/generate', body, model, ...limits.unload } as const
      await connection.json(call, signal)
    },

    async copy(model, destination, signal) {
      const body = { source: model, destination }
      await connection.done({ method: 'POST', path: '/api/copy', body, model, ...limits.copy }, signal)
    },

    async delete(model, signal) {
      const body = { model }
      await connection.done({ method: 'DELETE', path: '/api/delete', body, model, ...limits.delete }, signal)
    },

    async *pull(model, signal) {
      const call = {
        method: 'POST',
        path: '/api/pull',
        body: { model },
        model,
        pulling: true,
        idleMs: null,
        firstByteMs: firstByteTimeoutMs,
      } as const
      const beginning = { clock, ms: firstByteTimeoutMs, caller: signal }
      const lines = begunWithin(beginning, (begun) => readNdjson(connection.bytes(call, begun)))
      for await (const { value } of lines) {
        const error = errorIn(value)
        if (error !== null) throw ollamaFailure({ status: 200, body: connection.hide(error) }, call)
        const progress = readPullLine(value)
        yield progress
        if (progress.status === 'success') return
      }
      throw new DashboardError('stream_truncated', `The pull of "${model}" was interrupted.`, {
        hint: 'Retry to resume; downloaded data is kept.',
      })
    },

    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

const interrupted = (model: string, cause?: unknown) =>
  new DashboardError('stream_truncated', `The response of "${model}" was interrupted.`, { hint: 'Try again.', cause })
