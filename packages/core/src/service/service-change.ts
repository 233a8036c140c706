import type { ServiceChanging } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { type Clock, wait } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { LogReader } from './log/log-reader.ts'
import { type Managed, ManagerFailed, NotPermitted, type ServiceAction } from './managed.ts'
import type { OwnProcess } from './managers/own-process.ts'
import type { Standing } from './service-status.ts'

/** How long a server may take to answer once it was started, or no longer to answer once it was stopped. */
export const verifiedWithinMs = 30_000
const lookMs = 250
/** Of the output of a start that failed. */
const shownLines = 20
const readLimitMs = 3000

export const changingBy: Readonly<Record<ServiceAction, ServiceChanging>> = {
  start: 'starting',
  stop: 'stopping',
  restart: 'restarting',
}

export interface ChangeOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** False where another replica changes the server by now, since this one was suspended. */
  readonly isOurs: () => Promise<boolean>
  /** What the dashboard started for this server last. */
  readonly own: () => OwnProcess | null
  readonly read: LogReader
}

const done = { start: 'started', stop: 'stopped', restart: 'restarted' } as const

/** Has its manager change a server, and waits until the API shows it. Throws `service_not_controllable` and `service_failed`. */
export async function changeService(action: ServiceAction, standing: Standing, options: ChangeOptions): Promise<void> {
  const managed = controllable(action, standing)
  const { instance } = standing
  try {
    await carryOut(action, managed, instance, options)
  } catch (error) {
    if (error instanceof NotPermitted) throw notControllable(error.message, managed, action)
    if (!(error instanceof ManagerFailed)) throw error
    const said = error.output.map((text) => ({ text, at: null }))
    const output = said.length > 0 ? options.read.tell(said) : await lastLines(managed, options)
    throw new DashboardError('service_failed', `Ollama could not be ${done[action]}. ${error.message}`, {
      hint: `The last lines of its output may say why. By hand: ${managed.commands[action]}`,
      details: { service_failed: { output: output.slice(-shownLines).map(({ text }) => text) } },
      cause: error,
    })
  }
}

/** The manager that may be told to. A no of systemd's policy is no proof, so that it is tried. */
export function controllable(action: ServiceAction, { managed, refusal }: Standing): Managed {
  const isTried = managed?.manager === 'systemd' && refusal === managed.refusal
  if (managed && (refusal === null || isTried)) return managed
  throw notControllable(refusal ?? 'Nothing is known to run this server.', managed, action)
}

const notControllable = (why: string, managed: Managed | null, action: ServiceAction): DashboardError =>
  new DashboardError('service_not_controllable', why, {
    hint: `On the machine of the server, run: ${managed?.commands[action] ?? `the ${action} command of whatever runs it there`}`,
  })

async function carryOut(action: ServiceAction, managed: Managed, instance: Instance, options: ChangeOptions) {
  const { signal } = options
  if (action === 'restart' && managed.restart) await managed.restart(signal)
  else {
    if (action !== 'start') {
      await managed.stop(signal)
      await untilGone(instance, options)
    }
    if (action === 'stop') return
    if (!(await options.isOurs())) throw new ManagerFailed('Another replica has changed it meanwhile.')
    await managed.start(signal)
  }
  await untilAnswering(instance, managed, options)
}

const untilGone = (instance: Instance, options: ChangeOptions) =>
  poll('It still answers', options, async () => (await instance.loaded.refresh()).error?.code === 'ollama_unreachable')

const untilAnswering = (instance: Instance, { manager }: Managed, options: ChangeOptions) =>
  poll('It does not answer', options, async () => {
    const ending = manager === 'process' ? (options.own()?.ending ?? null) : null
    // Another program at its port answers in its place.
    if (ending !== null) throw new ManagerFailed(`The process ended ${ending}.`)
    return (await instance.loaded.refresh()).error === null
  })

async function poll(otherwise: string, { clock, signal }: ChangeOptions, isSo: () => Promise<boolean>) {
  const deadline = clock.elapsed() + verifiedWithinMs
  while (!(await isSo())) {
    if (clock.elapsed() >= deadline) throw new ManagerFailed(`${otherwise} after ${verifiedWithinMs / 1000} s.`)
    await wait(clock, lookMs, signal)
  }
}

/** None where they cannot be read: the failure itself is told all the same. */
async function lastLines(managed: Managed, { own, read, signal }: ChangeOptions) {
  const output = managed.manager === 'process' ? own()?.output : undefined
  if (output) return read.tell(output.last(shownLines))
  if (!managed.log) return []
  const limit = AbortSignal.any([signal, AbortSignal.timeout(readLimitMs)])
  return read.last(managed.log, shownLines, limit).catch(() => [])
}
