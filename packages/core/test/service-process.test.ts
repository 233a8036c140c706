import { chmod, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { createFindManager } from '../src/service/find-manager.ts'
import { dashboardProcess } from '../src/service/managers/dashboard-process.ts'
import { createDockerApi } from '../src/service/managers/docker-api.ts'
import { createOwnProcesses } from '../src/service/managers/own-process.ts'
import { createServiceHost } from '../src/service/service-host.ts'
import { temporaryFolder } from './temporary-folder.ts'

const never = new AbortController().signal
const server = { url: new URL('http://127.0.0.1:11999') }

/** A program in the place of Ollama, and what would start it. */
async function stand(script: string, environment: Readonly<Record<string, string>> = {}) {
  const program = join(await temporaryFolder(), 'ollama')
  await writeFile(program, `#!${process.execPath}\n${script}`)
  await chmod(program, 0o755)
  // None of this machine's own processes is in the way.
  const root = await temporaryFolder()
  const host = createServiceHost(systemClock, { ...environment, PATH: process.env['PATH'] }, { root })
  const processes = createOwnProcesses(host)
  onTestFinished(() => processes[Symbol.asyncDispose]())
  return { program, host, processes, find: dashboardProcess(host, processes, program) }
}

const lines = (processes: ReturnType<typeof createOwnProcesses>) =>
  processes
    .of('11999')
    ?.output.last(9)
    .map(({ text }) => text)

const waits = 'setInterval(() => {}, 1000)'

test('it runs "ollama serve" at the address of the server, with its variables and no others', async () => {
  const script = `console.log(process.argv.slice(2).join(' '), process.env.OLLAMA_HOST, process.env.OLLAMA_MODELS, process.env.API_KEY_ADMIN); ${waits}`
  const { find, processes } = await stand(script, { OLLAMA_MODELS: '/models' })
  expect(await find(server, never)).toMatchObject({ isRunning: false, manager: 'process', refusal: null })
  await (await find(server, never))?.start(never)
  await expect.poll(() => lines(processes)).toEqual(['serve 127.0.0.1:11999 /models undefined'])
  expect(await find(server, never)).toMatchObject({ isRunning: true, pid: processes.of('11999')?.pid })
})

test('it listens on every interface where OLLAMA_HOST says so', async () => {
  const { find, processes } = await stand(`console.log(process.env.OLLAMA_HOST); ${waits}`, {
    OLLAMA_HOST: '0.0.0.0:11999',
  })
  await (await find(server, never))?.start(never)
  await expect.poll(() => lines(processes)).toEqual(['0.0.0.0:11999'])
})

test('a process that ends by itself is told with how it ended, and what it wrote is kept', async () => {
  const { find, processes } = await stand(
    'console.error("Error: listen tcp: bind: address already in use"); process.exit(1)',
  )
  await (await find(server, never))?.start(never)
  await expect.poll(() => processes.of('11999')?.ending).toBe('with exit code 1')
  expect(await find(server, never)).toMatchObject({
    isRunning: false,
    evidence: 'The dashboard started it, and it ended with exit code 1.',
  })
  expect(lines(processes)).toEqual(['Error: listen tcp: bind: address already in use'])
})

test('what the dashboard started ends with it, by a signal that it may answer to', async () => {
  const script = `process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); console.log('up'); ${waits}`
  const { find, processes } = await stand(script)
  await (await find(server, never))?.start(never)
  await expect.poll(() => lines(processes)).toEqual(['up'])
  await processes[Symbol.asyncDispose]()
  expect(processes.of('11999')?.ending).toBe('with exit code 0')
  expect(lines(processes)).toEqual(['up', 'bye'])
})

test.each([
  ['of OLLAMA_BINARY', '/nowhere/ollama', 'OLLAMA_BINARY is not a program that this user can run.'],
  ['in PATH', null, 'No ollama program was found. Install Ollama, or set OLLAMA_BINARY to the program.'],
])('without the program %s it says so, and starts nothing', async (_, configured, refusal) => {
  const host = createServiceHost(systemClock, { PATH: '/nowhere' }, { isExecutable: async () => false })
  const managed = await dashboardProcess(host, createOwnProcesses(host), configured)(server, never)
  expect(managed).toMatchObject({ manager: 'none', refusal })
  await expect(managed?.start(never)).rejects.toThrow(refusal)
})

test('a program that is gone by the time it is started is told as a failure', async () => {
  const host = createServiceHost(systemClock, {}, { isExecutable: async () => true })
  const managed = await dashboardProcess(host, createOwnProcesses(host), '/nowhere/ollama')(server, never)
  await expect(managed?.start(never)).rejects.toThrow('The program /nowhere/ollama could not be started (ENOENT).')
})

test.each(['https://127.0.0.1:11434', 'http://127.0.0.1:11434/ollama', 'http://host.docker.internal:11434'])(
  'an address that "ollama serve" cannot have is not served: %s',
  async (url) => {
    const { find } = await stand('')
    expect(await find({ url: new URL(url) }, never)).toBeNull()
  },
)

test('what answers is never taken for a process that does not run', async () => {
  const { host, processes, program } = await stand('')
  const other: Server = createServer().listen(0)
  onTestFinished(() => void other.close())
  const find = createFindManager({ host, processes, dockerApi: createDockerApi('/nowhere'), program })
  expect(await find(server, true, never)).toBeNull()
  expect(await find(server, false, never)).toMatchObject({ manager: 'process', isRunning: false })
})
