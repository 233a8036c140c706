import { setTimeout as sleep } from 'node:timers/promises'
import { type Expectations, expectationsOf } from './expectations.ts'
import { type JsonObject, listOf, objectOf, Unmet, verify, verifyEqual } from './verify.ts'

interface Question {
  /** GET without a body, POST with one. */
  readonly method?: string
  readonly body?: JsonObject
  /** Instead of JSON. */
  readonly raw?: string
}

interface Reply {
  readonly status: number
  readonly contentType: string | null
  readonly allow: string | null
  readonly text: string
  /** Milliseconds until the last byte. */
  readonly ms: number
  /** The whole answer, where it is one JSON object. */
  object(): JsonObject
  /** The lines of a stream. */
  lines(): readonly JsonObject[]
}

/** The Ollama under test. */
export interface Server {
  readonly url: string
  readonly model: string
  readonly embedModel: string | undefined
  /** Not installed; a registry has it. */
  readonly pullModel: string | undefined
  readonly version: string
  readonly expects: Expectations
  ask(path: string, question?: Question): Promise<Reply>
  /** The answer of a request that has to succeed with one JSON object. */
  get(path: string, body?: JsonObject): Promise<JsonObject>
  /** The lines of a stream as they come; leaving the loop hangs up. */
  stream(path: string, body: JsonObject): AsyncGenerator<JsonObject, void, void>
  /** Holds that a request is refused with this status and this error. */
  refuses(path: string, question: Question, status: number, error: string): Promise<void>
  /** The model's entry in `/api/ps`, if it is in memory. */
  running(model: string): Promise<JsonObject | undefined>
  /** Waits until a model is no longer in memory. */
  left(model: string): Promise<void>
  /** Unloads a model, and waits until it has left. */
  unload(model: string): Promise<void>
}

const LONGEST_REQUEST_MS = 300_000
const LONGEST_UNLOAD_MS = 15_000
const POLL_MS = 50

/** Asks a server for its version, and makes what the checks talk to it with. */
export async function connect(options: {
  readonly url: string
  readonly model: string
  readonly embedModel?: string | undefined
  readonly pullModel?: string | undefined
  readonly signal: AbortSignal
}): Promise<Server> {
  const { url, model, embedModel, pullModel, signal } = options

  const send = (path: string, { method, body, raw }: Question, more: AbortSignal[] = []) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    return fetch(new URL(path, url), {
      method: method ?? (payload === undefined ? 'GET' : 'POST'),
      ...(payload === undefined ? {} : { body: payload, headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_REQUEST_MS), ...more]),
    })
  }

  async function ask(path: string, question: Question = {}): Promise<Reply> {
    const started = performance.now()
    const response = await send(path, question)
    const text = await response.text()
    return {
      status: response.status,
      contentType: response.headers.get('content-type'),
      allow: response.headers.get('allow'),
      text,
      ms: performance.now() - started,
      object: () => objectOf(`the answer of ${path}`, parse(path, text)),
      lines: () =>
        text
          .split('\n')
          .filter(Boolean)
          .map((line) => objectOf(`a line of ${path}`, parse(path, line))),
    }
  }

  async function get(path: string, body?: JsonObject): Promise<JsonObject> {
    const reply = await ask(path, body === undefined ? {} : { body })
    verify(reply.status === 200, `${path} is refused with ${reply.status} ${reply.text}`)
    verifyEqual(`the content type of ${path}`, reply.contentType, 'application/json; charset=utf-8')
    return reply.object()
  }

  async function running(name: string): Promise<JsonObject | undefined> {
    const { models } = await get('/api/ps')
    return listOf('models', models).find((entry) => entry['name'] === fullName(name))
  }

  async function left(name: string): Promise<void> {
    const until = performance.now() + LONGEST_UNLOAD_MS
    while ((await running(name)) !== undefined) {
      verify(performance.now() < until, `${name} is still in memory ${LONGEST_UNLOAD_MS / 1000} s after its unload`)
      await sleep(POLL_MS, undefined, { signal })
    }
  }

  const version = String((await get('/api/version'))['version'])
  return {
    url,
    model,
    embedModel,
    pullModel,
    version,
    expects: expectationsOf(version),
    ask,
    get,
    async *stream(path, body) {
      const caller = new AbortController()
      const response = await send(path, { body }, [caller.signal])
      let rest = ''
      try {
        for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          const lines = (rest + text).split('\n')
          rest = lines.pop() ?? ''
          for (const line of lines) yield objectOf(`a line of ${path}`, parse(path, line))
        }
      } finally {
        caller.abort()
      }
    },
    async refuses(path, question, status, error) {
      const reply = await ask(path, question)
      verify(reply.status === status, `${path} answers ${reply.status} ${reply.text} rather than ${status}`)
      verifyEqual(`the error of ${path}`, reply.object(), { error })
    },
    running,
    left,
    async unload(name) {
      await ask('/api/generate', { body: { model: name, keep_alive: 0 } })
      await left(name)
    },
  }
}

/** As lists spell it: with its tag. */
export const fullName = (name: string): string => (/:[^/]*$/.test(name) ? name : `${name}:latest`)

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unmet(`${path} answers something that is not JSON: ${text.slice(0, 200)}`)
  }
}
