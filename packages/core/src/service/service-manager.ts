import { execFile } from 'node:child_process'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Manager } from '@ollama-dashboard/contracts'

const run = promisify(execFile)
const limitMs = 3000

/** Who keeps an Ollama server running, as far as this user can see. */
export interface Managed {
  readonly manager: Manager
  readonly pid: number | null
  readonly uptimeSeconds: number | null
  /** The command that restarts it, for a person to run. */
  readonly command: string
}

const none: Managed = { manager: 'none', pid: null, uptimeSeconds: null, command: 'ollama serve' }

/** Finds the manager of an Ollama on this machine. Asks with fixed arguments, never through a shell, 3 s at most each. */
export async function findManager(signal: AbortSignal): Promise<Managed> {
  const probes = { linux: [systemd, processOnLinux], darwin: [brew, launchd], win32: [windowsService] }
  for (const probe of probes[platform() as keyof typeof probes] ?? []) {
    // A manager that is not there, or may not be asked, does not manage it.
    const found = await probe(signal).catch(() => null)
    if (found) return found
  }
  return none
}

async function ask(file: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const { stdout } = await run(file, [...args], { signal, timeout: limitMs, windowsHide: true })
  return stdout
}

async function systemd(signal: AbortSignal): Promise<Managed | null> {
  for (const [scope, command] of [
    [[], 'sudo systemctl restart ollama'],
    [['--user'], 'systemctl --user restart ollama'],
  ] as const) {
    const properties = '--property=LoadState,MainPID,ActiveEnterTimestampMonotonic'
    const text = await ask('systemctl', [...scope, 'show', 'ollama.service', properties], signal).catch(() => '')
    const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
    if (value('LoadState') !== 'loaded') continue
    const pid = Number(value('MainPID')) || null
    const since = Number(value('ActiveEnterTimestampMonotonic')) / 1e6
    const uptimeSeconds = pid && since > 0 ? Math.max(0, Math.round(await uptimeOfHost()) - Math.round(since)) : null
    return { manager: 'systemd', pid, uptimeSeconds, command }
  }
  return null
}

const uptimeOfHost = async (): Promise<number> => Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0])

/** A process whose own words are `ollama serve`: a name alone would also match an editor that has the file open. */
async function processOnLinux(): Promise<Managed | null> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')).split('\0')
    const [program = '', verb] = words
    if (basename(program) !== 'ollama' || verb !== 'serve') continue
    // A kernel thread or a stranger's process has no readable link, and then it is not ours to name.
    const file = await readlink(join('/proc', pid, 'exe')).catch(() => null)
    if (file !== null && basename(file.replace(/ \(deleted\)$/, '')) !== 'ollama') continue
    const { ctimeMs } = await stat(join('/proc', pid))
    const inContainer = (await readFile(join('/proc', pid, 'cgroup'), 'utf8').catch(() => '')).includes('docker')
    return {
      manager: inContainer ? 'docker' : 'process',
      pid: Number(pid),
      uptimeSeconds: Math.max(0, Math.round((Date.now() - ctimeMs) / 1000)),
      command: inContainer ? 'docker restart ollama' : 'ollama serve',
    }
  }
  return null
}

async function brew(signal: AbortSignal): Promise<Managed | null> {
  const services: unknown = JSON.parse(await ask('brew', ['services', 'list', '--json'], signal))
  if (!Array.isArray(services)) return null
  const ollama = services.find((service: { name?: unknown; status?: unknown }) => service?.name === 'ollama')
  if (!ollama || ollama.status === 'none') return null
  return { manager: 'brew', pid: null, uptimeSeconds: null, command: 'brew services restart ollama' }
}

async function launchd(signal: AbortSignal): Promise<Managed | null> {
  const text = await ask('launchctl', ['list', 'com.ollama.ollama'], signal)
  const pid = /"PID" = (\d+);/.exec(text)?.[1]
  return { manager: 'launchd', pid: pid ? Number(pid) : null, uptimeSeconds: null, command: 'open -a Ollama' }
}

async function windowsService(signal: AbortSignal): Promise<Managed | null> {
  const text = await ask('sc.exe', ['queryex', 'ollama'], signal)
  const pid = /PID\s*:\s*(\d+)/.exec(text)?.[1]
  return {
    manager: 'windows_service',
    pid: pid ? Number(pid) : null,
    uptimeSeconds: null,
    command: 'Restart-Service ollama',
  }
}
