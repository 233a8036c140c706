import { type ChildProcess, spawn } from 'node:child_process'
import { access, constants, readlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../kernel/clock.ts'
import { createHostAccess, type HostAccess } from '../system/host-access.ts'

/** Variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>

export interface Spawned {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Variables
  readonly cwd?: string
}

/** How managers reach the programs, files and processes of this machine. Tests put another one in its place. */
export interface ServiceHost extends Pick<HostAccess, 'platform' | 'run' | 'readText' | 'list'> {
  readonly clock: Clock
  /** Null on Windows. */
  readonly userId: number | null
  readonly home: string
  /** What an Ollama gets that the dashboard starts, and where its program is looked for. */
  readonly environment: Variables
  /** Where a link leads; null where it cannot be read. */
  readLink(path: string): Promise<string | null>
  isExecutable(path: string): Promise<boolean>
  /** Begins a program whose output is read as it comes. Throws nothing: a failure is its `error` event. */
  spawn(program: Spawned): ChildProcess
  /** Throws where there is no such process, or it is another user's. */
  signal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void
}

/** @param root Stands before every path of a file. */
export function createServiceHost(
  clock: Clock,
  environment: Variables,
  { root = '/', ...other }: Partial<ServiceHost> & { readonly root?: string } = {},
): ServiceHost {
  const { platform, run, readText, list } = createHostAccess({ root })
  return {
    clock,
    platform,
    run,
    readText,
    list,
    userId: process.getuid?.() ?? null,
    home: homedir(),
    environment,
    readLink: (path) => readlink(join(root, path)).catch(() => null),
    isExecutable: (path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    // A group of its own: Ctrl+C in the terminal of the dashboard is not meant for it.
    spawn: ({ program, args, env, cwd }) =>
      spawn(program, [...args], {
        env,
        cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: platform !== 'win32',
        windowsHide: true,
      }),
    signal: (pid, signal) => void process.kill(pid, signal),
    ...other,
  }
}
