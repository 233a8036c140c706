import { ChildProcess } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createProgramRunner } from '../src/system/run-program.ts'
import { temporaryFolder } from './temporary-folder.ts'

const { signal } = new AbortController()
const node = process.execPath
const run = createProgramRunner()

test('a program tells what it printed and how it ended, in English whatever the machine speaks', async () => {
  const script = 'console.log(process.env.LC_ALL); console.error("no"); process.exit(9)'
  expect(await run(node, ['-e', script], { signal, timeoutMs: 60_000 })).toEqual({
    outcome: 'exited',
    exitCode: 9,
    stdout: 'C\n',
    stderr: 'no\n',
  })
})

test('while a program runs, everything else goes on', async () => {
  const answer = join(await temporaryFolder(), 'answer')
  // It ends once this process has done something.
  const script = `setInterval(() => require('node:fs').existsSync(${JSON.stringify(answer)}) && process.exit(0), 10)`
  const running = run(node, ['-e', script], { signal, timeoutMs: 60_000 })
  await writeFile(answer, '')
  expect(await running).toMatchObject({ outcome: 'exited' })
})

test('a program that is not there is told as missing', async () => {
  expect(await run('no-such-program-here', [], { signal, timeoutMs: 60_000 })).toMatchObject({ outcome: 'missing' })
})

test('a program that is not there is sent no signal when its caller leaves at once: Node would send it to anybody', async () => {
  // Not to be sent here either.
  const kill = vi.spyOn(ChildProcess.prototype, 'kill').mockReturnValue(true)
  onTestFinished(() => kill.mockRestore())
  const leaving = new AbortController()
  const running = run('no-such-program-here', [], { signal: leaving.signal, timeoutMs: 60_000 })
  leaving.abort()
  expect(await running).toMatchObject({ outcome: 'failed' })
  expect(kill).not.toHaveBeenCalled()
  expect(await run('no-such-program-here', [], { signal, timeoutMs: 60_000 })).toMatchObject({ outcome: 'missing' })
})

test('a program that does not end is killed, and can be started again once it is gone', async () => {
  const forever = ['-e', 'setInterval(() => {}, 1000)']
  expect(await run(node, forever, { signal, timeoutMs: 1 })).toMatchObject({ outcome: 'timeout', exitCode: null })
  const again = () => run(node, ['-e', ''], { signal, timeoutMs: 60_000 })
  await expect.poll(async () => (await again()).outcome).toBe('exited')
})

test('a program that crashes has failed, whatever it printed before', async () => {
  const script = 'console.log("half"); process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000)'
  const crashed = { outcome: 'failed', exitCode: null }
  expect(await run(node, ['-e', script], { signal, timeoutMs: 60_000 })).toMatchObject(crashed)
})

test('a program that writes without end is ended', async () => {
  const script = 'const write = () => process.stdout.write("x".repeat(65536), write); write()'
  const limits = { signal, timeoutMs: 60_000, maxBytes: 1024 }
  expect(await createProgramRunner()(node, ['-e', script], limits)).toMatchObject({ outcome: 'failed' })
})

test('a program that has ended while its child holds its output open can be started again', async () => {
  const pids = join(await temporaryFolder(), 'pids')
  const script = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'inherit', detached: true,
    })
    child.unref()
    require('node:fs').writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid + ' ')
  `
  const leaving = new AbortController()
  const again = createProgramRunner()
  const running = again(node, ['-e', script], { signal: leaving.signal, timeoutMs: 60_000 })
  await expect.poll(() => readFile(pids, 'utf8').catch(() => '')).toMatch(/ $/)
  const [parent = 0, child = 0] = (await readFile(pids, 'utf8')).split(' ').map(Number)
  onTestFinished(() => void process.kill(child, 'SIGKILL'))
  await expect.poll(() => isThere(parent)).toBe(false)
  leaving.abort()
  expect(await running).toMatchObject({ outcome: 'failed' })
  expect(await again(node, ['-e', ''], { signal, timeoutMs: 60_000 })).toMatchObject({ outcome: 'exited' })
})

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('nothing starts for an aborted caller, and a running program ends with its caller', async () => {
  const leaving = new AbortController()
  const running = run(node, ['-e', 'setInterval(() => {}, 1000)'], { signal: leaving.signal, timeoutMs: 60_000 })
  leaving.abort()
  expect(await running).toMatchObject({ outcome: 'failed' })
  expect(await run(node, [], { signal: leaving.signal, timeoutMs: 60_000 })).toMatchObject({ outcome: 'failed' })
})
