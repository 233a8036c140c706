import type { ServiceResult, ServiceStatus } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Instance } from '../instances/instance.ts'
import type { InstanceInput, Instances } from '../instances/instances.ts'
import { isLocal } from '../instances/location.ts'
import type { Background } from '../kernel/background.ts'
import { type Actor, type CallContext, systemContext } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Hide } from '../kernel/hidden-secrets.ts'
import { unshared } from '../replicas/alone.ts'
import type { Replicas } from '../replicas/replicas.ts'
import type { Storage } from '../storage/storage.ts'
import { createChangingServers } from './changing-servers.ts'
import { createFindManager, type FindManager } from './find-manager.ts'
import { createLogReader } from './log/log-reader.ts'
import type { Managed, ServiceAction } from './managed.ts'
import { dockerSocket } from './managers/docker.ts'
import { createDockerApi } from './managers/docker-api.ts'
import { createOwnProcesses } from './managers/own-process.ts'
import { servedPort } from './managers/served-port.ts'
import { changeService, changingBy } from './service-change.ts'
import { createServiceHost, type ServiceHost, type Variables } from './service-host.ts'
import { createServiceLogs, type ServiceLogs } from './service-log.ts'
import { lookAt, type ServiceControl, type Standing, statusOf } from './service-status.ts'
import { createStoppedServers } from './stopped-servers.ts'

export interface ServiceConfig {
  readonly control: ServiceControl
  /** Whether servers on this machine that do not run are started with the dashboard. */
  readonly autoStart: boolean
  /** The `ollama` program to start; looked for when null. */
  readonly program: string | null
  /** What an Ollama gets that the dashboard starts. */
  readonly environment: Variables
  readonly hide: Hide
}

export interface ServiceOptions {
  /** Nothing is started or stopped when absent. */
  readonly service?: ServiceConfig
  readonly instances: Pick<Instances, 'find' | 'all'>
  readonly events: Pick<EventBus, 'announce'>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** This machine when absent. */
  readonly serviceHost?: ServiceHost
  readonly findManager?: FindManager
  /**
   * One of them starts what does not run when they start, one at a time changes a server, and all know what was stopped on one.
   */
  readonly replicas?: Pick<Replicas, 'id' | 'isAlone' | 'link' | 'leader'>
  /** Shared by the replicas. */
  readonly storage?: Pick<Storage, 'leases'>
}

/** Ollama servers as services of this machine. What the dashboard started itself ends with it. */
export interface Service extends ServiceLogs {
  status(context: CallContext, input?: InstanceInput): Promise<ServiceStatus>
  /**
   * Each resolves once the API shows it, within 30 s after the manager did its part, and goes on when its caller leaves. Throws
   * `service_not_controllable`, `service_changing` while another change is under way, and `service_failed`.
   */
  start(context: CallContext, input?: InstanceInput): Promise<ServiceResult>
  stop(context: CallContext, input?: InstanceInput): Promise<ServiceResult>
  restart(context: CallContext, input?: InstanceInput): Promise<ServiceResult>
}

/** What keeps a server running, and the command that starts it again. */
export interface Keeper extends Pick<Managed, 'manager' | 'pid'> {
  readonly command: string
}

export interface OpenService extends Service, AsyncDisposable {
  /** Whether somebody stopped it here, and it was not started since: then it is no failure that it does not answer. */
  isStopped(instance: Instance): boolean
  /** For whoever tells a person what to type; it is looked for on this machine. */
  keeperOf(instance: Instance, signal: AbortSignal): Promise<Keeper>
}

/** A replica that leads later takes over from one that ran: what does not run then may be wanted so. */
const startingMs = 15_000

const past = { start: 'started', stop: 'stopped', restart: 'restarted' } as const

const none: ServiceConfig = {
  control: 'off',
  autoStart: false,
  program: null,
  environment: {},
  hide: (text) => text,
}

export function openService(options: ServiceOptions): OpenService {
  const { service: config = none, instances, events, clock, background } = options
  const { replicas, storage } = options
  const { link, leader } = replicas ?? unshared
  const host = options.serviceHost ?? createServiceHost(clock, config.environment)
  const processes = createOwnProcesses(host)
  const dockerApi = createDockerApi(dockerSocket(host))
  const find = options.findManager ?? createFindManager({ host, processes, dockerApi, program: config.program })
  const read = createLogReader(config.hide)
  const closing = new AbortController()
  const isShared = replicas && storage && !replicas.isAlone
  const changing = createChangingServers(isShared ? { replicas, storage, clock, background } : undefined)
  const stopped = createStoppedServers(link, clock)

  const look = (instance: Instance, signal: AbortSignal) => lookAt(instance, signal, { find, control: config.control })

  const announce = ({ name }: Instance, detail: string, actor: Actor) =>
    events.announce({ type: 'instance.changed', instance: name, detail }, actor)

  async function change(action: ServiceAction, context: CallContext, input?: InstanceInput) {
    const { actor } = context
    const instance = instances.find(input?.instance)
    const { name } = instance
    const { isOurs, end } = await changing.begin(instance, changingBy[action])
    try {
      const before = await look(instance, closing.signal)
      if (action === 'start' && before.error === null) {
        await end()
        return resultOf(before, 'Ollama already runs.')
      }
      announce(instance, `Ollama is being ${past[action]}.`, actor)
      if (action === 'stop') stopped.set(name, true)
      const own = () => processes.of(servedPort(instance.url))
      await changeService(action, before, { clock, signal: closing.signal, isOurs, own, read })
      if (action !== 'stop') stopped.set(name, false)
      context.changed?.({ instance: name, after: { service: past[action] } })
    } catch (error) {
      if (await isOurs()) stopped.set(name, false)
      await end()
      // Nothing that is shown as under way is.
      announce(instance, `Ollama could not be ${past[action]}.`, actor)
      throw error
    }
    await end()
    announce(instance, `Ollama was ${past[action]}.`, actor)
    return resultOf(await look(instance, closing.signal), `Ollama was ${past[action]}.`)
  }

  const resultOf = (standing: Standing, message: string): ServiceResult => ({
    success: true,
    message,
    service: statusOf(standing, null),
  })

  async function autoStart() {
    for (const instance of instances.all()) {
      if (instance.demo || !isLocal(instance) || !leader.isHeld()) continue
      if ((await instance.loaded.read()).error === null) continue
      await background.settle('starting Ollama', change('start', systemContext, { instance: instance.name }))
    }
  }
  let stopWaiting = () => {}
  const begin = () => void background.settle('starting Ollama', autoStart())
  if (config.autoStart && leader.isHeld()) begin()
  else if (config.autoStart) {
    const startedAt = clock.elapsed()
    stopWaiting = leader.onChange((isHeld) => isHeld && clock.elapsed() - startedAt < startingMs && begin())
  }

  return {
    async status({ signal }, input) {
      const instance = instances.find(input?.instance)
      return statusOf(await look(instance, signal), changing.of(instance))
    },
    start: (context, input) => change('start', context, input),
    stop: (context, input) => change('stop', context, input),
    restart: (context, input) => change('restart', context, input),
    ...createServiceLogs({
      look: (input, signal) => look(instances.find(input?.instance), signal),
      read,
      closing: closing.signal,
    }),
    isStopped(instance) {
      // Somebody else started it in the meantime.
      const { name } = instance
      if (instance.reachable() && !changing.of(instance) && !stopped.isNews(name)) stopped.forget(name)
      return stopped.has(name)
    },
    async keeperOf(instance, signal) {
      const managed = await find(instance, instance.reachable() === true, signal)
      const { manager = 'none', pid = null, commands } = managed ?? {}
      return { manager, pid, command: commands?.restart ?? 'ollama serve' }
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new DashboardError('shutting_down', 'The dashboard is shutting down.'))
      stopWaiting()
      stopped[Symbol.dispose]()
      await Promise.all([changing, processes, dockerApi].map((part) => part[Symbol.asyncDispose]()))
    },
  }
}
