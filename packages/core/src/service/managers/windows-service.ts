import { wait } from '../../kernel/clock.ts'
import { type FindManaged, ManagerFailed } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'
import { ask, command } from './manager-command.ts'
import { isUsualPort } from './served-port.ts'
import { windowsLog } from './windows-log.ts'

const name = 'ollama'
const lookMs = 250
const stoppedWithinMs = 30_000

/** States of the service manager, by number: their names are in the language of Windows. Source: SERVICE_STATUS, winsvc.h. */
const stopped = 1
const running: readonly number[] = [2, 4, 5, 6, 7]

/** A service named "ollama", as people make it with NSSM or sc.exe: Ollama's installer makes none. */
export function windowsService(host: ServiceHost): FindManaged {
  const query = async (signal: AbortSignal) => {
    const text = await ask(host, 'sc.exe', ['queryex', name], signal)
    return text === null ? null : { state: numberIn(text, 'STATE'), pid: numberIn(text, 'PID') }
  }

  return async ({ url }, signal) => {
    if (!isUsualPort(url)) return null
    const found = await query(signal)
    if (!found) return null
    return {
      manager: 'windows_service',
      isRunning: found.state !== null && running.includes(found.state),
      pid: found.pid || null,
      uptimeSeconds: null,
      evidence: `The Windows service "${name}" runs it.`,
      refusal: null,
      commands: { start: `Start-Service ${name}`, stop: `Stop-Service ${name}`, restart: `Restart-Service ${name}` },
      start: (until) => command(host, 'sc.exe', ['start', name], until),
      // It only asks the service to stop, and a start before that is refused.
      async stop(until) {
        await command(host, 'sc.exe', ['stop', name], until)
        for (let waited = 0; (await query(until))?.state !== stopped; waited += lookMs) {
          if (waited >= stoppedWithinMs) throw new ManagerFailed('The service did not stop within 30 s.')
          await wait(host.clock, lookMs, until)
        }
      },
      ...windowsLog(host),
    }
  }
}

/** `STATE              : 4  RUNNING` */
function numberIn(text: string, field: string): number | null {
  const line = text.split('\n').find((one) => one.trim().startsWith(`${field} `))
  const [, number] = /: *(\d+)/.exec(line ?? '') ?? []
  return number === undefined ? null : Number(number)
}
