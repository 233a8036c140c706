import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linuxProcess } from '../src/service/managers/linux-process.ts'
import { createOwnProcesses } from '../src/service/managers/own-process.ts'
import { recordedPrograms } from './recorded-programs.ts'
import { temporaryFolder } from './temporary-folder.ts'

const never = new AbortController().signal
const server = { url: new URL('http://127.0.0.1:11434') }

interface Process {
  readonly pid: number
  readonly words: readonly string[]
  readonly socket?: number
  readonly user?: number
  readonly group?: string
}

/** A Linux whose port 11434 (2CAA) has the socket 4711, with these processes. A signal ends them. */
async function aLinux(processes: readonly Process[]) {
  const root = await temporaryFolder()
  await mkdir(join(root, 'proc/net'), { recursive: true })
  const row = '   0: 0100007F:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100'
  await writeFile(join(root, 'proc/net/tcp'), `  sl  local_address rem_address   st\n${row}\n`)
  for (const { pid, words, socket, user = 1000, group = '/user.slice' } of processes) {
    const folder = join(root, 'proc', String(pid))
    await mkdir(join(folder, 'fd'), { recursive: true })
    await writeFile(join(folder, 'cmdline'), words.map((word) => `${word}\0`).join(''))
    await writeFile(join(folder, 'status'), `Name:\tollama\nUid:\t${user}\t${user}\t${user}\t${user}\n`)
    await writeFile(join(folder, 'cgroup'), `0::${group}\n`)
    if (socket !== undefined) await symlink(`socket:[${socket}]`, join(folder, 'fd', '3'))
  }
  const signalled: string[] = []
  const { host } = recordedPrograms(() => undefined, {
    root,
    signal: (pid, signal) => {
      signalled.push(`${signal} ${pid}`)
      void rm(join(root, 'proc', String(pid)), { recursive: true })
    },
  })
  return { root, signalled, find: linuxProcess(host, createOwnProcesses(host)) }
}

const ollama = ['/usr/local/bin/ollama', 'serve']

test('of several servers, the one that listens on the port is asked to end by its number', async () => {
  const { find, signalled } = await aLinux([
    { pid: 700, words: ['vim', '/usr/local/bin/ollama'], socket: 4711 },
    { pid: 811, words: ollama, socket: 1234 },
    { pid: 812, words: ollama, socket: 4711 },
  ])
  const managed = await find(server, never)
  expect(managed).toMatchObject({ manager: 'process', isRunning: true, pid: 812, refusal: null })
  await managed?.stop(never)
  expect(signalled).toEqual(['SIGTERM 812'])
})

test('a number that something else has by now is not signalled', async () => {
  const { find, signalled, root } = await aLinux([{ pid: 812, words: ollama, socket: 4711 }])
  const managed = await find(server, never)
  await writeFile(join(root, 'proc/812/cmdline'), 'postgres\0-D\0/data\0')
  await managed?.stop(never)
  expect(signalled).toEqual([])
})

test.each([
  ['of another user', { user: 999 }, 'process', 'The process belongs to another user.'],
  [
    'in a container',
    { group: '/system.slice/docker-c0ffee.scope' },
    'docker',
    "The dashboard has no access to Docker's socket.",
  ],
])('a server %s is named, and not controlled', async (_, more, manager, refusal) => {
  const { find } = await aLinux([{ pid: 812, words: ollama, socket: 4711, ...more }])
  expect(await find(server, never)).toMatchObject({ manager, pid: 812, refusal })
})

test('where nothing of an only server can be seen, it is named and left alone', async () => {
  const { find } = await aLinux([{ pid: 812, words: ollama }])
  expect(await find(server, never)).toMatchObject({ pid: 812, refusal: expect.stringContaining('not known') })
})

test('how a process was started has to be readable, or it is not ended to be started again', async () => {
  const { find, signalled } = await aLinux([{ pid: 812, words: ollama, socket: 4711 }])
  await expect((await find(server, never))?.restart?.(never)).rejects.toMatchObject({ name: 'NotPermitted' })
  expect(signalled).toEqual([])
})
