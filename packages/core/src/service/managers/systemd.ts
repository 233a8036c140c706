import { journal } from '../log/journal.ts'
import type { FindManaged, ServiceAction } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'
import { ask, command } from './manager-command.ts'
import { portOf, servedPort } from './served-port.ts'

const unit = 'ollama.service'
const properties = 'LoadState,ActiveState,MainPID,ActiveEnterTimestampMonotonic,Environment,EnvironmentFiles'

/** A unit named `ollama.service`, as Ollama's installer makes it, of the system or of this user. */
export function systemd(host: ServiceHost, scope: 'system' | 'user'): FindManaged {
  const scopeArgs = scope === 'user' ? ['--user'] : []

  const act = (verb: ServiceAction) => (signal: AbortSignal) =>
    // Nobody is there who could type a password.
    command(host, 'systemctl', [...scopeArgs, '--no-ask-password', verb, unit], signal)

  const typed = (verb: ServiceAction) =>
    scope === 'user' ? `systemctl --user ${verb} ollama` : `sudo systemctl ${verb} ollama`

  /** Whether the policy of the system lets this user manage units. It may know of one unit alone, so that a no is no proof. */
  async function isPermitted(signal: AbortSignal): Promise<boolean> {
    if (scope === 'user' || host.userId === 0) return true
    const action = 'org.freedesktop.systemd1.manage-units'
    const process = ['--action-id', action, '--process', String(globalThis.process.pid)]
    return (await ask(host, 'pkcheck', process, signal)) !== null
  }

  return async ({ url }, signal) => {
    const text = await ask(host, 'systemctl', [...scopeArgs, 'show', unit, `--property=${properties}`], signal)
    const lines = text?.split('\n') ?? []
    const value = (name: string) => lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
    if (value('LoadState') !== 'loaded') return null
    const ollamaHost = /(?:^|[\s"])OLLAMA_HOST=([^\s"]+)/.exec(value('Environment'))?.[1]
    // What a file of variables says is not known here.
    const isKnown = ollamaHost !== undefined || value('EnvironmentFiles') === ''
    if (isKnown && portOf(ollamaHost) !== servedPort(url)) return null

    const pid = Number(value('MainPID')) || null
    const since = Number(value('ActiveEnterTimestampMonotonic')) / 1e6
    const up = pid && since > 0 ? await uptimeOf(host) : null
    const where = scope === 'user' ? "the user's systemd" : 'systemd'
    return {
      manager: 'systemd',
      isRunning: ['active', 'activating', 'reloading'].includes(value('ActiveState')),
      pid,
      uptimeSeconds: up === null ? null : Math.max(0, Math.round(up - since)),
      evidence: `The unit ${unit} of ${where} runs it.`,
      refusal: (await isPermitted(signal)) ? null : 'This user may not manage units of the system.',
      commands: { start: typed('start'), stop: typed('stop'), restart: typed('restart') },
      start: act('start'),
      stop: act('stop'),
      restart: act('restart'),
      log: journal(host, unit, scope),
    }
  }
}

async function uptimeOf(host: ServiceHost): Promise<number | null> {
  const uptime = Number((await host.readText('/proc/uptime'))?.split(' ')[0])
  return Number.isFinite(uptime) ? uptime : null
}
