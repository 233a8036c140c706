import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { DashboardError, openStorage, StorageNotOpened, systemClock } from '@ollama-dashboard/core'
import { type Config, readConfig } from '../config/config.ts'
import { ConfigError } from '../config/reader.ts'
import { createEntrance, type Entrance, type EntranceOptions } from '../entrance/entrance.ts'
import type { ProcessControl } from '../features/application/process-control.ts'
import { exitCodes, exitOf } from './exit.ts'
import { readEnv } from './read-env.ts'
import { type Started, type StartOptions, start } from './start.ts'

export interface DashboardOptions extends Pick<StartOptions, 'version' | 'webRoot'> {
  /** Ends the process: what ran before a reload cannot be started again. */
  readonly fail: (error: unknown) => void
}

/** What runs, and behind which entrance. */
interface Running {
  readonly config: Config
  readonly entrance: Entrance
  readonly started: Started
}

type Next = Omit<Running, 'started'>

/**
 * Starts the dashboard, which can be started anew in the same process with its configuration read again: its entrance
 * stays open, and what is asked meanwhile waits. Throws what `exitOf` explains.
 */
export async function openDashboard({ version, webRoot, fail }: DashboardOptions): Promise<AsyncDisposable> {
  const isTerminal = process.stderr.isTTY === true
  const tell = (line: string) => console.log(line)
  let reloading: Promise<void> | null = null

  const control: ProcessControl = {
    async prepareReload() {
      const next = await nextOf(running)
      const abandon = () => {
        if (next.entrance !== running.entrance) void next.entrance[Symbol.asyncDispose]()
      }
      return {
        abandon,
        begin() {
          if (reloading) return abandon()
          reloading = replace(next)
            .catch(fail)
            .finally(() => {
              reloading = null
            })
        },
      }
    },
    kill: () => process.exit(exitCodes.killed),
  }

  async function startOn(config: Config, entrance: Entrance, before?: Entrance): Promise<Running> {
    const started = await start({ config, version, webRoot, isTerminal, entrance, control, tell })
    try {
      const address = addressOf(await listenAfter(entrance, before), config)
      entrance.admit(started.app)
      started.app.log.info(`listening at ${address}`)
      tell(`Ollama Dashboard ${version} is ready at ${address}${config.basePath && `${config.basePath}/`}`)
    } catch (error) {
      await started[Symbol.asyncDispose]()
      throw error
    }
    return { config, entrance, started }
  }

  /** What ran goes on with its own configuration where the new one turns out not to work. */
  async function replace({ config, entrance }: Next): Promise<void> {
    const before = running
    const isMoved = entrance !== before.entrance
    // Replies under way may finish; until then the page is answered as before.
    before.entrance.holdChanges()
    await before.started[Symbol.asyncDispose]()
    try {
      running = await startOn(config, entrance, isMoved ? before.entrance : undefined)
    } catch (error) {
      tell(`The new configuration does not work, so the previous one is used again: ${exitOf(error).message}`)
      running = await startOn(before.config, before.entrance)
      if (isMoved) await entrance[Symbol.asyncDispose]()
      return
    }
    if (!isMoved) return entrance.useCertificate(config.tls)
    before.entrance.admit(running.started.app)
    await before.entrance[Symbol.asyncDispose]()
  }

  const config = readConfig(readEnv())
  let running = await startOn(config, createEntrance(config))

  return {
    async [Symbol.asyncDispose]() {
      await reloading
      await running.started[Symbol.asyncDispose]()
      await running.entrance[Symbol.asyncDispose]()
    },
  }
}

/** The configuration as it is now, and the entrance for it: another one where what others connect to has changed. */
async function nextOf({ config: before, entrance }: Running): Promise<Next> {
  try {
    const config = readConfig(readEnv())
    if (!isSameStorage(before, config)) await tryStorage(config)
    if (isSameEntrance(before, config)) return { config, entrance }
    const isSamePort = before.listen.port === config.listen.port
    const next = createEntrance(isSamePort ? { ...config, listen: await triedAddress(config.listen) } : config)
    // Another port is taken now, or it is not free. The present one becomes free only when nobody needs it any more.
    if (!isSamePort) await listenOn(next)
    return { config, entrance: next }
  } catch (error) {
    throw new DashboardError('configuration_invalid', `${whyNot(error)} The dashboard goes on as it is.`, {
      hint: 'Correct the configuration, then try again.',
      cause: error,
    })
  }
}

/** In words without paths and values; throws what nobody foresaw. */
function whyNot(error: unknown): unknown {
  if (error instanceof ConfigError) return error.tellable.join(' ')
  if (error instanceof StorageNotOpened) return `DATABASE_URL or DATA_DIR: ${error.message}`
  const { code, message } = exitOf(error)
  if (code === exitCodes.failed) throw error
  return message
}

/** Opened here, so that what keeps it from opening is told while the present one is still in use. */
async function tryStorage({ dataDir, databaseUrl }: Config): Promise<void> {
  await using _ = await openStorage({ dataDir, databaseUrl, clock: systemClock })
}

const isSameStorage = (before: Config, { dataDir, databaseUrl }: Config): boolean =>
  databaseUrl === before.databaseUrl && (databaseUrl !== null || resolve(dataDir) === resolve(before.dataDir))

/** While nobody listens on the port, no name is looked up, and no address can turn out to be that of another machine. */
async function triedAddress({ host, port }: Config['listen']): Promise<EntranceOptions['listen']> {
  const { address } = await lookup(host)
  const trial = createServer().listen({ host: address, port: 0 })
  await once(trial, 'listening')
  trial.close()
  return { host: address, port }
}

/** Of two entrances only one can listen on a port. Where this one cannot, the one before does again at once. */
async function listenAfter(entrance: Entrance, before?: Entrance): Promise<AddressInfo> {
  before?.pause()
  try {
    return await entrance.listen()
  } catch (error) {
    await before?.listen()
    throw error
  }
}

async function listenOn(entrance: Entrance): Promise<void> {
  try {
    await entrance.listen()
  } catch (error) {
    await entrance[Symbol.asyncDispose]()
    throw error
  }
}

/** Other files of a certificate need no other entrance. */
const isSameEntrance = ({ listen, tls }: Config, next: Config): boolean =>
  isDeepStrictEqual([listen, tls === null], [next.listen, next.tls === null])

/** Where a browser on this machine finds it: a wildcard address is no place to go to. */
function addressOf({ port }: AddressInfo, { listen: { host }, tls }: Config): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}`
}
