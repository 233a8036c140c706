import { join } from 'node:path'
import { logFile } from '../log/log-file.ts'
import type { FindManaged } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'
import { ask, command } from './manager-command.ts'
import { isUsualPort } from './served-port.ts'

const app = '/Applications/Ollama.app'

/** Ollama's app in the menu bar, which keeps a server running as long as it runs itself. */
export function macApp(host: ServiceHost): FindManaged {
  return async ({ url }, signal) => {
    const isThere = (await host.list(`${app}/Contents/MacOS`)).length > 0
    if (!isThere || !isUsualPort(url)) return null
    const processes = (await ask(host, 'ps', ['-axo', 'pid=,command='], signal)) ?? ''
    const line = processes.split('\n').find((one) => one.replace(/^ *\d+ /, '').startsWith(`${app}/Contents/MacOS/`))
    const pid = Number(/^ *(\d+)/.exec(line ?? '')?.[1]) || null
    const path = join(host.home, '.ollama', 'logs', 'server.log')
    return {
      manager: 'launchd',
      isRunning: pid !== null,
      pid,
      uptimeSeconds: null,
      evidence: 'The Ollama app of this Mac runs it.',
      refusal: null,
      commands: {
        start: 'open -a Ollama',
        stop: `osascript -e 'quit app "Ollama"'`,
        restart: `osascript -e 'quit app "Ollama"' && open -a Ollama`,
      },
      // In the background: whoever restarts a server does not want a window.
      start: (until) => command(host, 'open', ['-g', '-a', app], until),
      stop: (until) => command(host, 'osascript', ['-e', 'quit app "Ollama"'], until),
      log: logFile(path, `tail -n 200 ${path}`, host.clock),
    }
  }
}
