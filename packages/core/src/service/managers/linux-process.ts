import type { Clock } from '../../kernel/clock.ts'
import { wait } from '../../kernel/clock.ts'
import { type FindManaged, type Managed, ManagerFailed, NotPermitted } from '../managed.ts'
import type { ServiceHost, Spawned } from '../service-host.ts'
import { serveCommands } from './dashboard-process.ts'
import { isOllamaServe } from './ollama-program.ts'
import type { OwnProcesses } from './own-process.ts'
import { servedPort } from './served-port.ts'

const lookMs = 100
const graceMs = 20_000

/** An `ollama serve` that somebody else started: in a terminal, say. What started it may start it again. */
export function linuxProcess(host: ServiceHost, processes: OwnProcesses): FindManaged {
  return async ({ url }, signal) => {
    const port = servedPort(url)
    const found = await findServer(host, port)
    if (!found) return null
    const { pid, isSeen } = found
    const isOwnUsers = host.userId === 0 || (await ownerOf(host, pid)) === host.userId
    const inContainer = /docker|containerd|libpod|kubepods/.test((await host.readText(`/proc/${pid}/cgroup`)) ?? '')
    signal.throwIfAborted()
    const stop = (until: AbortSignal) => end(host, pid, until)
    return {
      manager: inContainer ? 'docker' : 'process',
      isRunning: true,
      pid,
      uptimeSeconds: await uptimeOf(host, pid),
      evidence: inContainer
        ? `Process ${pid} in a container is "ollama serve".`
        : `Process ${pid}, which the dashboard did not start, is "ollama serve".`,
      refusal: refusalOf({ inContainer, isOwnUsers, isSeen, port }),
      commands: inContainer
        ? { start: 'docker start ollama', stop: 'docker stop ollama', restart: 'docker restart ollama' }
        : { ...serveCommands, stop: `kill ${pid}`, restart: `kill ${pid}, then ollama serve` },
      start: async () => {
        throw new ManagerFailed('It runs already.')
      },
      stop,
      async restart(until) {
        const again = await asItWas(host, pid)
        await stop(until)
        await processes.start(port, again)
      },
    } satisfies Managed
  }
}

interface Seen {
  readonly inContainer: boolean
  readonly isOwnUsers: boolean
  readonly isSeen: boolean
  readonly port: string
}

function refusalOf({ inContainer, isOwnUsers, isSeen, port }: Seen): string | null {
  if (inContainer) return "The dashboard has no access to Docker's socket."
  if (!isOwnUsers) return 'The process belongs to another user.'
  return isSeen ? null : `It is not known whether this process listens on port ${port}.`
}

/** The process that listens on the port; where that cannot be seen, the only server there is. */
async function findServer(host: ServiceHost, port: string): Promise<{ pid: number; isSeen: boolean } | null> {
  const sockets = await socketsOf(host, port)
  const unseen: number[] = []
  for (const name of await host.list('/proc')) {
    if (!/^\d+$/.test(name) || !(await isServer(host, Number(name)))) continue
    const links = await linksOf(host, name)
    if (links.some((link) => sockets.has(link))) return { pid: Number(name), isSeen: true }
    // Of another user's process no open file can be seen.
    if (links.length === 0) unseen.push(Number(name))
  }
  const [pid, ...others] = unseen
  return pid !== undefined && others.length === 0 && sockets.size > 0 ? { pid, isSeen: false } : null
}

async function linksOf(host: ServiceHost, pid: string): Promise<readonly string[]> {
  const names = await host.list(`/proc/${pid}/fd`)
  return (await Promise.all(names.map((name) => host.readLink(`/proc/${pid}/fd/${name}`)))).flatMap(
    (link) => link ?? [],
  )
}

async function isServer(host: ServiceHost, pid: number): Promise<boolean> {
  return isOllamaServe((await host.readText(`/proc/${pid}/cmdline`))?.split('\0') ?? [])
}

/** What listens on a port, as `/proc/PID/fd` names it. State 0A is LISTEN. Source: proc_net_tcp of Linux. */
async function socketsOf(host: ServiceHost, port: string): Promise<ReadonlySet<string>> {
  const hex = Number(port).toString(16).toUpperCase().padStart(4, '0')
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => host.readText(`/proc/net/${table}`)))
  const rows = tables.flatMap((table) => table?.split('\n') ?? []).map((row) => row.trim().split(/\s+/))
  const listening = rows.filter(([, local = '', , state]) => state === '0A' && local.endsWith(`:${hex}`))
  return new Set(listening.map((columns) => `socket:[${columns[9]}]`))
}

async function ownerOf(host: ServiceHost, pid: number): Promise<number | null> {
  const [, id] = /^Uid:\s+(\d+)/m.exec((await host.readText(`/proc/${pid}/status`)) ?? '') ?? []
  return id === undefined ? null : Number(id)
}

/** Its start is in hundredths of a second since that of the system, behind a name that may hold anything. Source: proc_pid_stat(5). */
async function uptimeOf(host: ServiceHost, pid: number): Promise<number | null> {
  const stat = (await host.readText(`/proc/${pid}/stat`)) ?? ''
  const startedAt = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) / 100
  const uptime = Number((await host.readText('/proc/uptime'))?.split(' ')[0])
  const seconds = Math.round(uptime - startedAt)
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}

/** Asks it to end, after another look at what has that number now, and waits until it is gone. */
async function end(host: ServiceHost & { readonly clock: Clock }, pid: number, signal: AbortSignal): Promise<void> {
  if (!(await isServer(host, pid))) return
  try {
    host.signal(pid, 'SIGTERM')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return
    throw new NotPermitted('The process belongs to another user.')
  }
  for (let waited = 0; waited < graceMs; waited += lookMs) {
    if (!(await isServer(host, pid))) return
    await wait(host.clock, lookMs, signal)
  }
  throw new ManagerFailed(`Process ${pid} did not end within ${graceMs / 1000} s.`)
}

/** The same program with the same variables in the same folder: its models would be elsewhere with others. */
async function asItWas(host: ServiceHost, pid: number): Promise<Spawned> {
  const at = `/proc/${pid}`
  const [words, variables, file, cwd] = await Promise.all([
    host.readText(`${at}/cmdline`),
    host.readText(`${at}/environ`),
    host.readLink(`${at}/exe`),
    host.readLink(`${at}/cwd`),
  ])
  if (!file || variables === null) throw new NotPermitted(`How process ${pid} was started cannot be read.`)
  const env = Object.fromEntries(
    variables.split('\0').flatMap((entry) => {
      const at = entry.indexOf('=')
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : []
    }),
  )
  const args = (words ?? '').split('\0').slice(1).filter(Boolean)
  // An update replaces the file while the old one runs.
  return { program: file.replace(/ \(deleted\)$/, ''), args, env, ...(cwd !== null && { cwd }) }
}
