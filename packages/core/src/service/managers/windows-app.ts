import { win32 } from 'node:path'
import { type FindManaged, ManagerFailed } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'
import { ask, command } from './manager-command.ts'
import { isUsualPort } from './served-port.ts'
import { windowsLog } from './windows-log.ts'

const image = 'ollama app.exe'

/** Ollama's app in the tray of Windows, which keeps a server running as long as it runs itself. */
export function windowsApp(host: ServiceHost): FindManaged {
  return async ({ url }, signal) => {
    const local = host.environment['LOCALAPPDATA']
    const program = local ? win32.join(local, 'Programs', 'Ollama', image) : null
    if (program === null || !isUsualPort(url) || !(await host.isExecutable(program))) return null
    const list = await ask(host, 'tasklist.exe', ['/FI', `IMAGENAME eq ${image}`, '/FO', 'CSV', '/NH'], signal)
    // "ollama app.exe","812","Console","1","24,112 K"
    const pid = Number(/^"ollama app\.exe","(\d+)"/im.exec(list ?? '')?.[1]) || null
    return {
      manager: 'process',
      isRunning: pid !== null,
      pid,
      uptimeSeconds: null,
      evidence: 'The Ollama app in the tray runs it.',
      refusal: null,
      commands: {
        start: `& "${program}"`,
        stop: 'Quit Ollama in the tray',
        restart: `Quit Ollama in the tray, then & "${program}"`,
      },
      async start() {
        const child = host.spawn({ program, args: [], env: host.environment })
        // It stays when the dashboard ends, as it would if a person had started it.
        for (const stream of [child.stdout, child.stderr]) stream?.destroy()
        child.once('error', () => {})
        child.unref()
        if (child.pid === undefined) throw new ManagerFailed('The Ollama app could not be started.')
      },
      // With its children: the server is one of them, and the app has no other way to be asked.
      async stop(until) {
        if (pid !== null) await command(host, 'taskkill.exe', ['/PID', String(pid), '/T', '/F'], until)
      },
      ...windowsLog(host),
    }
  }
}
