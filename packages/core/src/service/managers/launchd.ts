import { join } from 'node:path'
import { logFile } from '../log/log-file.ts'
import { type FindManaged, ManagerFailed } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'
import { ask, command } from './manager-command.ts'
import { portOf, servedPort } from './served-port.ts'

/** An agent of launchd that this user made for `ollama serve`, as `~/Library/LaunchAgents/com.ollama.server.plist`. */
export function launchd(host: ServiceHost): FindManaged {
  return async ({ url }, signal) => {
    const folder = join(host.home, 'Library', 'LaunchAgents')
    const file = (await host.list(folder)).find(isAgent)
    if (!file || host.userId === null) return null
    const plist = join(folder, file)
    if (portOf(hostIn(await host.readText(plist))) !== servedPort(url)) return null
    const domain = `gui/${host.userId}`
    const target = `${domain}/${file.slice(0, -'.plist'.length)}`
    // Null where it is not loaded.
    const shown = await ask(host, 'launchctl', ['print', target], signal)
    const value = (name: string) => valueIn(shown ?? '', name)
    const pid = Number(value('pid')) || null
    const path = value('stderr path') ?? value('stdout path')
    const tell = (args: readonly string[]) => (until: AbortSignal) => command(host, 'launchctl', args, until)
    const boot = `launchctl bootstrap ${domain} ${plist}`
    const kick = `launchctl kickstart ${target}`
    return {
      manager: 'launchd',
      isRunning: pid !== null,
      pid,
      uptimeSeconds: null,
      evidence: `The agent ${target} of launchd runs it.`,
      refusal: null,
      commands: {
        start: shown === null ? boot : kick,
        stop: `launchctl bootout ${target}`,
        restart: `launchctl kickstart -k ${target}`,
      },
      async start(until) {
        // What is loaded only has to run; and what is loaded now runs by itself, if its file says so.
        if (shown === null) await tell(['bootstrap', domain, plist])(until)
        await tell(['kickstart', target])(until)
      },
      // Not killed: an agent that is to be kept alive would be started again.
      stop: tell(['bootout', target]),
      async restart(until) {
        if (shown === null) throw new ManagerFailed(`launchd has not loaded ${target}.`)
        await tell(['kickstart', '-k', target])(until)
      },
      ...(path && { log: logFile(path, `tail -n 200 ${path}`, host.clock) }),
    }
  }
}

/** What its file sets `OLLAMA_HOST` to. A file in binary form is not read. */
const hostIn = (plist: string | null): string | undefined =>
  /<key>OLLAMA_HOST<\/key>\s*<string>([^<]*)<\/string>/.exec(plist ?? '')?.[1]

/** Homebrew has agents of its own, and a command for them. */
const isAgent = (file: string): boolean =>
  /^[\w.-]+\.plist$/.test(file) && file.toLowerCase().includes('ollama') && !file.startsWith('homebrew.')

/** `pid = 812`, as launchctl prints it, indented. */
function valueIn(text: string, name: string): string | null {
  const line = text.split('\n').find((one) => one.trim().startsWith(`${name} = `))
  return line?.trim().slice(name.length + 3) ?? null
}
