import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { password } from './password.ts'

export interface PostgresServer extends AsyncDisposable {
  /** The address of a new database, as the user who owns it and may do no more than that. */
  freshDatabase(): Promise<string>
  /** `fast` tells the connections, `immediate` is a crash. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  /** At the same address as before, with what it had. */
  start(): Promise<void>
  /** Stops it and starts it at another port, with what it had; resolves with that. */
  move(): Promise<number>
}

/** A PostgreSQL server of its own, on a free port of this machine. It ends with whoever started it. */
export async function startPostgres(): Promise<PostgresServer> {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts')], {
    // Ctrl-C goes to all of a terminal's group, and would end it before the server.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = once(keeper, 'close')
  let errors = ''
  keeper.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const answers = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]()

  async function answer(): Promise<number> {
    const { value, done } = await answers.next()
    if (!done) return Number(value)
    await ended
    throw new Error(`PostgreSQL for tests does not run; docs/CONTRIBUTING.md tells where it is looked for. ${errors}`)
  }

  async function tell(command: string): Promise<number> {
    keeper.stdin.write(`${command}\n`)
    port = await answer()
    return port
  }

  let port = await answer()
  const address = (user: string, database: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

  async function asSuperuser(statement: string): Promise<void> {
    const client = new pg.Client(address('postgres', 'postgres'))
    await client.connect()
    await client.query(statement)
    await client.end()
  }

  await asSuperuser(`create role carol login password ${pg.escapeLiteral(password)}`)
  let databases = 0
  return {
    async freshDatabase() {
      databases += 1
      const name = `test_${databases}`
      await asSuperuser(`create database ${name} owner carol`)
      return address('carol', name)
    },
    async stop(mode) {
      await tell(`stop ${mode}`)
    },
    async start() {
      await tell('start')
    },
    move: () => tell('move'),
    async [Symbol.asyncDispose]() {
      keeper.stdin.end()
      await ended
    },
  }
}
