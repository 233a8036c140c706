import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Clock, createClock } from './clock.ts'
import { FOREVER_MS, parseKeepAlive } from './engine/keep-alive.ts'
import { mergeOptions, runnerOptions } from './engine/runner-options.ts'
import { createScheduler, type Load } from './engine/scheduler.ts'
import { createFaultBook, type Faults } from './faults.ts'
import { habitsOf } from './habits.ts'
import { answer } from './http/answer.ts'
import { createRequestLog, type SeenRequest } from './http/seen-request.ts'
import type { Machine } from './machine.ts'
import { othersAt } from './past/habits-of-people.ts'
import { createPast, type SimulatedPast } from './past/simulated-past.ts'
import { createDownloads } from './registry/downloads.ts'
import type { Scenario, ScenarioName } from './scenarios/scenario.ts'
import { scenarios } from './scenarios/scenarios.ts'
import { hostOf, noOthers, type SimulatedHost } from './scenarios/simulated-host.ts'
import { parseModelName } from './store/model-name.ts'
import { createModelStore } from './store/model-store.ts'
import { defaultSentences } from './text/tokens.ts'

export interface SimulatorOptions {
  readonly scenario?: ScenarioName | Scenario
  readonly host?: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** 1 is real time; 1000 makes loads, replies and pulls a thousand times shorter. keep_alive stays real time. */
  readonly speed?: number
  /** What time the simulation goes by, in place of real time at that speed. */
  readonly clock?: Clock
  readonly seed?: number
  readonly numParallel?: number
  readonly maxQueue?: number
  readonly maxLoadedModels?: number
  /** Of every model, instead of what its size and the machine suggest. */
  readonly tokensPerSecond?: number
  /** What replies are made of, in any order: pieces of Markdown too. */
  readonly sentences?: readonly string[]
  /** Whether people use the machine for other things too, more by day than at night. */
  readonly hasPeople?: boolean
}

export interface Simulator extends AsyncDisposable {
  readonly url: string
  readonly scenario: Scenario
  readonly faults: Faults
  /** The latest requests, oldest first. */
  readonly requests: readonly SeenRequest[]
  /** Each real load of a model into memory, oldest first. */
  readonly loads: readonly Load[]
  /** What all pulls have fetched from the registry so far, in bytes. */
  readonly pulledBytes: number
  /** What a probe of the machine would read at this moment. */
  host(): SimulatedHost
  /** A week that ends then (milliseconds since the epoch), in the state in which the simulation began. */
  past(until: number): SimulatedPast
  /** Makes loads, replies and pulls faster or slower from now on, those under way too; 0 holds them where they are. */
  setSpeed(speed: number): void
  /** Ends every connection at once; the port is free afterwards. */
  close(): Promise<void>
}

const LOADED_MODELS_PER_GPU = 3
const BAD_REQUEST =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request'

/** Starts an Ollama that has no models and needs none, on a real socket. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { scenario: wanted = 'home', host = '127.0.0.1', speed = 1 } = options
  const scenario = typeof wanted === 'string' ? scenarios[wanted] : wanted
  const clock = options.clock ?? createClock(speed)
  const vramTotal = scenario.gpus.reduce((sum, gpu) => sum + gpu.vram_total, 0)
  const scheduler = createScheduler({
    clock,
    vramTotal,
    ramTotal: scenario.ram_total,
    numParallel: options.numParallel ?? 1,
    maxQueue: options.maxQueue ?? 512,
    maxLoadedModels: options.maxLoadedModels ?? LOADED_MODELS_PER_GPU * Math.max(1, scenario.gpus.length),
  })
  const store = createModelStore(scenario.models)
  const machine: Machine = {
    scenario,
    habits: habitsOf(scenario.version),
    clock,
    store,
    scheduler,
    downloads: createDownloads({ clock, blobs: store.blobs, bytesPerSecond: scenario.pull_bytes_per_second }),
    vramTotal,
    seed: options.seed ?? 1,
    tokensPerSecond: options.tokensPerSecond,
    sentences: options.sentences ?? defaultSentences,
  }
  preload(machine)

  const log = createRequestLog()
  const latest = new WeakMap<Duplex, ServerResponse>()
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    latest.set(request.socket, response)
    // A caller that leaves while its body is read, or a body that is no HTTP: nobody is left to answer.
    answer({ machine, faults, log }, request, response).catch(() => response.destroy())
  })
  // A body without a declared length reads as a request that makes no sense. The one before it still gets its answer.
  server.on('clientError', (_error, socket) => {
    const refuse = () => (socket.writable ? socket.end(BAD_REQUEST) : socket.destroy())
    const before = latest.get(socket)
    if (before === undefined || before.writableFinished) refuse()
    else before.once('finish', refuse)
  })
  const listen = async (port: number) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    server.once('error', reject)
    server.listen(port, host, resolve)
    await promise
    server.off('error', reject)
  }
  await listen(options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const hang = () => {
    server.close()
    server.closeAllConnections()
  }
  const faults = createFaultBook((closed) => {
    if (closed) hang()
    else if (!server.listening) server.listen(port, host)
  })

  const startedAt = Date.now()
  const others = (at: number) => (options.hasPeople ? othersAt(at, machine.seed) : noOthers)
  const close = async () => {
    scheduler.close()
    machine.downloads.close()
    const { promise, resolve } = Promise.withResolvers<void>()
    if (server.listening) server.close(() => resolve())
    else resolve()
    server.closeAllConnections()
    await promise
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    scenario,
    faults,
    requests: log.requests,
    loads: scheduler.loads,
    get pulledBytes() {
      return machine.downloads.bytes
    },
    host: () => hostOf(machine, startedAt, others(Date.now())),
    past: (until) =>
      createPast({
        scenario,
        startedAt,
        until,
        seed: machine.seed,
        blobBytes: store.blobs.bytes,
        othersAt: others,
      }),
    setSpeed: clock.setSpeed,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function preload({ scenario, store, scheduler, vramTotal }: Machine): void {
  for (const { model: asked, num_ctx, keep_alive } of scenario.preloaded) {
    const name = parseModelName(asked)
    const model = name === null ? undefined : store.find(name)
    // A caller may have taken the model out of the scenario.
    if (model === undefined) continue
    const options = runnerOptions(model, mergeOptions(model, { num_ctx }), { vramTotal, shift: true })
    scheduler.preload(model, options, parseKeepAlive(keep_alive) ?? FOREVER_MS)
  }
}
