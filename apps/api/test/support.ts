import { join } from 'node:path'
import { Writable } from 'node:stream'
import { type AcceptedKey, createCredentials, createHide, systemClock } from '@ollama-dashboard/core'
import { onTestFinished } from 'vitest'
import { type App, type AppOptions, buildApp } from '../src/app.ts'
import { createLogger } from '../src/boot/logger.ts'
import { createEntrance, type EntranceOptions } from '../src/entrance/entrance.ts'
import { fakeCore } from './fake-core.ts'

export { as, keyOf, sessionOf } from './test-keys.ts'

export const webRoot = join(import.meta.dirname, 'fixtures', 'web')

const plenty = { capacity: 1_000_000, windowSeconds: 60 }
export const unlimited = {
  model_operations: plenty,
  model_pull: plenty,
  interactive_operations: plenty,
  interactive_pull: plenty,
  background_updates: plenty,
}

export interface TestApp {
  readonly app: App
  /** Everything that was logged, a line each. */
  readonly lines: string[]
}

export interface TestAppOptions extends Partial<AppOptions> {
  /** The keys that are accepted in place of those of core; null where none is needed. */
  readonly keys?: readonly AcceptedKey[] | null
}

/** A fresh app that asks for a key, closed with the test. Nothing listens unless the test does. */
export async function testApp({ keys, core = fakeCore().core, ...options }: TestAppOptions = {}): Promise<TestApp> {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trimEnd().split('\n'))
      done()
    },
  })
  const app = await buildApp({
    core:
      keys === undefined ? core : { ...core, credentials: createCredentials({ accepted: keys, clock: systemClock }) },
    control: { prepareReload: async () => ({ begin: () => {}, abandon: () => {} }), kill: () => {} },
    version: '1.0.0',
    buckets: unlimited,
    webRoot,
    logger: createLogger({ level: 'debug', hide: createHide([]), destination }),
    // Nobody waits for replies that a test leaves under way.
    drainMs: 0,
    ...options,
  })
  onTestFinished(() => app.close())
  return { app, lines }
}

/** Opens an entrance before an app, on a free port. Both close with the test. */
export async function openEntrance(app: App, options: Partial<EntranceOptions> = {}) {
  const entrance = createEntrance({ listen: { host: '127.0.0.1', port: 0 }, tls: null, ...options })
  const close = async () => {
    await app.close()
    await entrance[Symbol.asyncDispose]()
  }
  onTestFinished(close)
  await app.ready()
  entrance.admit(app)
  const { port } = await entrance.listen()
  return { entrance, port, close }
}

/** The address of an app that others can reach. */
export const serve = async (app: App): Promise<string> => `http://127.0.0.1:${(await openEntrance(app)).port}`

/** A clock that stands still until it is told otherwise. */
export function testClock(start = Date.parse('2026-01-02T03:04:05Z')) {
  let time = start
  const advance = (seconds: number) => {
    time += seconds * 1000
  }
  return { now: () => time, advance }
}
