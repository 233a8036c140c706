import { type ChildProcess, execFile } from 'node:child_process'
import { endChild } from './end-child.ts'

export interface ProgramLimits {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** Max bytes of standard output, and of standard error. A program that writes more is stopped. Default: 1 MiB. */
  readonly maxBytes?: number
}

export interface ProgramResult {
  /** `missing`: there is no such program. `failed`: it could not be started, was ended, or wrote too much. */
  readonly outcome: 'exited' | 'missing' | 'timeout' | 'failed'
  /** Null unless it exited. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end and never throws: what can go wrong is part of the result. */
export type RunProgram = (program: string, args: readonly string[], limits: ProgramLimits) => Promise<ProgramResult>

const defaultMaxBytes = 1024 * 1024

/**
 * Runs programs without a shell and with English output. A program that does not end in time is killed and not waited
 * for; as long as such a process is still there (a driver that hangs cannot be killed), it is not started again.
 */
export function createProgramRunner(): RunProgram {
  const unkillable = new Set<string>()

  return (program, args, { signal, timeoutMs, maxBytes = defaultMaxBytes }) => {
    const nothing = { exitCode: null, stdout: '', stderr: '' }
    if (signal.aborted) return Promise.resolve({ outcome: 'failed', ...nothing })
    if (unkillable.has(program)) return Promise.resolve({ outcome: 'timeout', ...nothing })

    return new Promise((resolve) => {
      let child: ChildProcess
      const settle = (result: ProgramResult) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        resolve(result)
      }
      const abandon = (outcome: 'timeout' | 'failed') => {
        // One that has ended already, while what it started holds its output open, will not end again; nor will one
        // that could not be started.
        const isRunning = child.pid !== undefined && child.exitCode === null && child.signalCode === null
        if (isRunning) unkillable.add(program)
        endChild(child, 'SIGKILL')
        // Its own children may hold these open; nobody reads them any more.
        child.stdout?.destroy()
        child.stderr?.destroy()
        child.unref()
        settle({ outcome, ...nothing })
      }
      const onAbort = () => abandon('failed')
      const timer = setTimeout(() => abandon('timeout'), timeoutMs)
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        child = execFile(
          program,
          [...args],
          {
            encoding: 'utf8',
            maxBuffer: maxBytes,
            killSignal: 'SIGKILL',
            windowsHide: true,
            env: { ...process.env, LANG: 'C', LC_ALL: 'C' },
          },
          (error, stdout, stderr) => {
            const code = error?.code ?? 0
            // What a signal ended, its own fault or somebody's, has not told all that it knows.
            if (typeof code === 'number' && !error?.signal) {
              settle({ outcome: 'exited', exitCode: code, stdout, stderr })
              return
            }
            settle({ ...nothing, outcome: code === 'ENOENT' ? 'missing' : 'failed', stdout, stderr })
          },
        )
        child.once('exit', () => unkillable.delete(program))
      } catch {
        settle({ outcome: 'failed', ...nothing })
      }
    })
  }
}
