// Runs a Redis server on a port, with no files. It ends with its standard input: so no server outlives a test run,
// whatever ended that. It answers each line: `stop`, `start`, `suspend` or `resume`.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const [, , program = 'redis-server', port = '0', ...settings] = process.argv
let server: ChildProcess | null = null

async function start() {
  const args = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no']
  server = spawn(program, [...args, ...settings], { stdio: 'ignore', detached: true })
  const ended = once(server, 'exit').then(() => 'ended' as const)
  while ((await Promise.race([isListening(), ended])) !== true) {
    if (hasEnded(server)) throw new Error(`${program} does not run on port ${port}`)
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

async function stop() {
  if (!server || hasEnded(server)) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}

function isListening(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => setTimeout(resolve, 5, false))
    socket.once('connect', () => socket.destroy())
  })
}

const commands: Readonly<Record<string, () => unknown>> = {
  start,
  stop,
  suspend: () => server?.kill('SIGSTOP'),
  resume: () => server?.kill('SIGCONT'),
}

try {
  await start()
  console.log('done')
  for await (const line of createInterface({ input: process.stdin })) {
    await commands[line]?.()
    console.log('done')
  }
} finally {
  await stop()
}
