import { setTimeout as sleep } from 'node:timers/promises'
import { adminKey } from './fleet.ts'

export interface CallOptions {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly key?: string
  readonly limitMs?: number
}

export interface Answer {
  /** 0 where none came. */
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a proof reads what it expects, and fails where it is not there
  readonly json: any
  readonly text: string
  readonly ms: number
  readonly cookie: string
}

/** Asks one replica, or nginx, over a connection of its own. Never rejects. */
export async function call(url: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { method = 'GET', body, key = adminKey, limitMs = 10_000 } = options
  const startedAt = performance.now()
  const headers = {
    ...(key && { authorization: `Bearer ${key}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    connection: 'close',
    ...options.headers,
  }
  try {
    const answer = await fetch(url + path, {
      method,
      headers,
      signal: AbortSignal.timeout(limitMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') === true
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const json = isJson ? JSON.parse(text) : {}
    return { status: answer.status, json, text, ms: performance.now() - startedAt, cookie }
  } catch (error) {
    const detail = String((error as Error).cause ?? error)
    return { status: 0, json: { detail }, text: '', ms: performance.now() - startedAt, cookie: '' }
  }
}

/** How many milliseconds it took until it was so; null where that took longer than the limit. */
export async function untilTrue(limitMs: number, isSo: () => Promise<boolean>): Promise<number | null> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < limitMs) {
    if (await isSo()) return performance.now() - startedAt
    await sleep(20)
  }
  return null
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

export const inMs = (ms: number | null): string => (ms === null ? 'never' : `${Math.round(ms)} ms`)
