import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { freePort } from '../free-port.ts'
import { startStandIn } from './stand-in/stand-in.ts'

/** A Redis of a test: a real one where the machine has one, else a small one of ours. */
export interface TestRedis {
  readonly url: string
  /** As a crash does: connections end, and what it had is lost. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Connections stay, and nothing is answered until it is resumed. */
  suspend(): Promise<void>
  resume(): Promise<void>
}

interface Redis extends Omit<TestRedis, 'url'>, AsyncDisposable {}

const programs = ['redis-server', 'valkey-server']

/** Null where `TEST_REDIS=stand-in` asks for ours, or there is no other. */
export function installedRedis(): string | null {
  if (process.env['TEST_REDIS'] === 'stand-in') return null
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = programs.flatMap((name) => folders.map((folder) => join(folder, name)))
  return found.find((program) => existsSync(program)) ?? null
}

interface RedisSettings {
  readonly password?: string
}

/** Starts an empty one that ends with the test. */
export async function startRedis(settings: RedisSettings = {}): Promise<TestRedis> {
  const redis = await openRedis(settings)
  onTestFinished(() => redis[Symbol.asyncDispose]())
  return redis
}

/** The same, for whoever ends it. */
export async function openRedis({ password }: RedisSettings = {}): Promise<TestRedis & AsyncDisposable> {
  const program = installedRedis()
  const port = await freePort()
  const redis = program ? await startInstalled(program, port, password) : await startStandIn(port, password)
  const user = password === undefined ? '' : `:${encodeURIComponent(password)}@`
  return { ...redis, url: `redis://${user}127.0.0.1:${port}` }
}

async function startInstalled(program: string, port: number, password: string | undefined): Promise<Redis> {
  const settings = password === undefined ? [] : ['--requirepass', password]
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts'), program, String(port), ...settings], {
    // Ctrl-C goes to all of a terminal's group, and would end it before the server.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(keeper, 'close')
  const answers = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]()

  async function answer() {
    if ((await answers.next()).done) throw new Error(`${program} for tests does not run.`)
  }
  const tell = (command: string) => async () => {
    keeper.stdin.write(`${command}\n`)
    await answer()
  }

  await answer()
  return {
    stop: tell('stop'),
    start: tell('start'),
    suspend: tell('suspend'),
    resume: tell('resume'),
    async [Symbol.asyncDispose]() {
      keeper.stdin.end()
      await ended
    },
  }
}
