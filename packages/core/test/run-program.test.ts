import { expect, test } from 'vitest'
import { createProgramRunner } from '../src/system/run-program.ts'

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

test('a program that is not there is told as missing', async () => {
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

test('nothing starts for an aborted caller, and a running program ends with its caller', async () => {
  const leaving = new AbortController()
  const running = run(node, ['-e', 'setInterval(() => {}, 1000)'], { signal: leaving.signal, timeoutMs: 60_000 })
  leaving.abort()
  expect(await running).toMatchObject({ outcome: 'failed' })
  expect(await run(node, [], { signal: leaving.signal, timeoutMs: 60_000 })).toMatchObject({ outcome: 'failed' })
})
