import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const program = join(import.meta.dirname, '..', 'src', 'cli.ts')

/** The program with these arguments; it ends with the test. */
function launch(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    printed.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    printed.err += chunk
  })
  const ended = once(child, 'close').then(([code]) => code)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, printed, ended }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'says in one line where it is, answers there, and ends on %s',
  async (signal) => {
    const { child, printed, ended } = launch('--', '--port', '0', '--scenario', 'old')
    await once(child.stdout, 'data')
    const url = /^A simulated Ollama 0\.24\.0 \(old\) is ready at (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(printed.out)?.[1]
    const response = await fetch(`${url}/api/version`)
    expect(await response.json()).toEqual({ version: '0.24.0' })
    child.kill(signal)
    expect(await ended).toBe(0)
    expect(printed.err).toBe('')
  },
)

test.each([
  [['--scenario', 'moon'], 'There is no scenario "moon". Use: pnpm sim '],
  [['--port', '70000'], '"70000" is not a port from 0 to 65535. Use: pnpm sim '],
  [['--speed', '2'], "Unknown option '--speed'. Use: pnpm sim "],
])('refuses %j in one line with exit code 64', async (args, line) => {
  const { printed, ended } = launch(...args)
  expect(await ended).toBe(64)
  expect(printed.err).toContain(line)
  expect(printed.err.trim().split('\n')).toHaveLength(1)
})

test('says in one line that its port is taken, with exit code 69', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const { printed, ended } = launch('--port', String(port))
  expect(await ended).toBe(69)
  expect(printed.err).toBe(`127.0.0.1:${port} is in use: stop what listens there, or choose another --port.\n`)
})
