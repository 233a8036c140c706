import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { program, webRoot } from './program.ts'

/** The dashboard as a process of its own, ready to be asked; it ends with the test. */
export async function launch(env: Record<string, string>) {
  const launched = begin(env)
  onTestFinished(() => end(launched.child, 'SIGKILL'))
  return { child: launched.child, url: await launched.ready }
}

/** The same, for whoever ends it: before its address is known, too. */
export function begin(env: Record<string, string>) {
  const child = spawn(process.execPath, [program], {
    env: { PORT: '0', LOG_LEVEL: 'silent', ...webRoot, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  async function readAddress() {
    let printed = ''
    for await (const chunk of child.stdout) {
      printed += chunk
      const url = /is ready at (\S+)\n/.exec(printed)?.[1]
      if (url) return url
    }
    throw new Error('It ended before it was ready.')
  }
  return { child, ready: readAddress() }
}

export async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}
