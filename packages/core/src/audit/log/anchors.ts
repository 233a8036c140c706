import { readFile } from 'node:fs/promises'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { request } from 'undici'
import { writeAside } from '../../files/replace-file.ts'
import type { Background } from '../../kernel/background.ts'
import { type Clock, timestamp, withinMs } from '../../kernel/clock.ts'
import { retryTransient } from '../../kernel/retry.ts'
import { serialize } from '../../kernel/serial.ts'
import type { Head } from './audit-line.ts'

const Anchor = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  at: Type.String(),
})
/** An entry whose hash was told to somebody else, who keeps it where nobody who changes the log can change it. `at` is RFC 3339 in UTC. */
export type Anchor = Static<typeof Anchor>

export interface Anchors extends AsyncDisposable {
  /** The last one that was answered; null where none was. */
  newest(): Promise<Anchor | null>
  /** Since when posting fails, in milliseconds since the epoch; null while it does not. */
  readonly failingSince: number | null
}

export interface AnchorsOptions {
  /** Gets `{seq, hash, time}` as JSON once an hour, and when the dashboard ends. */
  readonly url: URL
  /** Of the log. What was answered is remembered in a file beside it. */
  readonly path: string
  readonly head: () => Promise<Head>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

const hourMs = 3_600_000
const answerLimitMs = 10_000
/** Nobody who ends the dashboard waits longer for it. */
const lastLimitMs = 3000
const largestFile = 1024

export const anchorFileOf = (path: string): string => `${path}.anchor`

export function createAnchors({ url, path, head, clock, background }: AnchorsOptions): Anchors {
  const inTurn = serialize()
  const closing = new AbortController()
  let failingSince: number | null = null
  let cancel = schedule()

  function schedule() {
    return clock.after(hourMs, async () => {
      await background.settle('audit anchor', inTurn(post))
      if (!closing.signal.aborted) cancel = schedule()
    })
  }

  async function send(anchor: Anchor): Promise<void> {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seq: anchor.seq, hash: anchor.hash, time: anchor.at }),
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(answerLimitMs)]),
    })
    await body.dump({ limit: largestFile })
    // A redirect is not followed: it could lead anywhere.
    if (statusCode < 200 || statusCode > 299) throw new AnchorRefused(statusCode)
  }

  async function post(): Promise<void> {
    const { seq, hash } = await head()
    if (seq === 0 || (await readAnchor(path))?.hash === hash) return
    const anchor = { seq, hash, at: timestamp(clock.now()) }
    try {
      await retryTransient(() => send(anchor), { signal: closing.signal, isTransient, clock })
      failingSince = null
    } catch (error) {
      failingSince ??= clock.now()
      throw error
    }
    const file = await writeAside(anchorFileOf(path), [JSON.stringify(anchor)])
    await file.takePlace()
  }

  return {
    newest: () => readAnchor(path),
    get failingSince() {
      return failingSince
    },
    async [Symbol.asyncDispose]() {
      cancel()
      await withinMs(clock, lastLimitMs, background.settle('audit anchor', inTurn(post)))
      closing.abort()
    },
  }
}

class AnchorRefused extends Error {
  override readonly name = 'AnchorRefused'
  readonly status: number

  constructor(status: number) {
    super(`AUDIT_ANCHOR_URL answered ${status}.`)
    this.status = status
  }
}

const isTransient = (error: unknown): boolean =>
  !(error instanceof AnchorRefused) || error.status >= 500 || error.status === 429

/** What is remembered beside a log; null where nothing is, or nothing that can be read. */
export async function readAnchor(path: string): Promise<Anchor | null> {
  try {
    const text = await readFile(anchorFileOf(path), 'utf8')
    const value: unknown = JSON.parse(text.slice(0, largestFile))
    return Value.Check(Anchor, value) ? value : null
  } catch {
    return null
  }
}
