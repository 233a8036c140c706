import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { withinMs } from '../../kernel/clock.ts'
import { createOutputRing, type OutputRing } from '../log/output-ring.ts'
import { ManagerFailed } from '../managed.ts'
import type { ServiceHost, Spawned } from '../service-host.ts'

/** An `ollama serve` that the dashboard started, and what it wrote. It is known until another one takes its place. */
export interface OwnProcess {
  readonly pid: number
  /** As `Clock.elapsed` has it. */
  readonly startedAt: number
  readonly output: OutputRing
  /** How it ended, as the end of a sentence; null while it runs. */
  readonly ending: string | null
}

/** The processes that the dashboard started, each by the port that it serves. They end with the dashboard. */
export interface OwnProcesses extends AsyncDisposable {
  of(port: string): OwnProcess | null
  /** Resolves once the process is there. Throws ManagerFailed where it cannot be. */
  start(port: string, program: Spawned): Promise<void>
  /** Asks it to end, and ends it after 10 s. Resolves when it is gone. */
  stop(port: string): Promise<void>
}

/** Ollama ends its runners first. What takes longer hangs. */
const graceMs = 10_000

interface Known extends OwnProcess {
  readonly child: ChildProcess
  readonly gone: Promise<unknown>
  ending: string | null
}

export function createOwnProcesses(host: Pick<ServiceHost, 'spawn' | 'clock' | 'platform' | 'signal'>): OwnProcesses {
  const { clock } = host
  const known = new Map<string, Known>()

  async function start(port: string, program: Spawned) {
    if (known.get(port)?.ending === null) return
    const child = host.spawn(program)
    const { pid } = child
    // Of a program that cannot be started there is no pid, and an `error`.
    const failed = once(child, 'error').then(([error]) => error as NodeJS.ErrnoException)
    if (pid === undefined) {
      const { code } = await failed
      throw new ManagerFailed(`The program ${program.program} could not be started (${code ?? 'unknown reason'}).`)
    }
    failed.catch(() => {})
    const output = createOutputRing(() => clock.now())
    child.stdout?.on('data', output.push)
    child.stderr?.on('data', output.push)
    const gone = new Promise<void>((resolve) => {
      child.once('close', (code, signal) => {
        process.ending = signal === null ? `with exit code ${code}` : `by ${signal}`
        output.end()
        resolve()
      })
    })
    const process: Known = { child, pid, startedAt: clock.elapsed(), output, gone, ending: null }
    known.set(port, process)
  }

  async function stop(port: string) {
    const process = known.get(port)
    if (!process || process.ending !== null) return
    process.child.kill('SIGTERM')
    await withinMs(clock, graceMs, process.gone)
    if (process.ending !== null) return
    killAll(process)
    await withinMs(clock, graceMs, process.gone)
  }

  /** With its runners, which nobody would end any more. */
  function killAll({ pid, child }: Known) {
    try {
      if (host.platform === 'win32') child.kill('SIGKILL')
      else host.signal(-pid, 'SIGKILL')
    } catch {
      // It ended in the meantime.
    }
  }

  return {
    of: (port) => known.get(port) ?? null,
    start,
    stop,
    async [Symbol.asyncDispose]() {
      await Promise.all([...known.keys()].map(stop))
    },
  }
}
