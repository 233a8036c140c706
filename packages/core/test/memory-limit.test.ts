import { expect, test } from 'vitest'
import { localHost } from '../src/system/local-host.ts'
import { createMemoryLimitReader } from '../src/system/memory/memory-limit.ts'
import { fakeClock } from './fake-clock.ts'
import { aHost, playHost } from './hosts.ts'

const gib = 2 ** 30
const ollama = (pid: number, group: string) => ({
  [`/proc/${pid}/cmdline`]: '/usr/bin/ollama\0serve\0',
  [`/proc/${pid}/cgroup`]: group,
})
/** As in a container that has a limit, in version 2 of control groups. */
const inContainer = {
  '/proc/self/mountinfo': '1029 1028 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate',
  '/proc/1/cmdline': 'node\0main.js\0',
  ...ollama(7, '0::/\n'),
  '/sys/fs/cgroup/memory.max': `${8 * gib}\n`,
  '/sys/fs/cgroup/memory.current': `${5 * gib}\n`,
  '/sys/fs/cgroup/memory.stat': `anon ${gib}\nfile ${4 * gib}\ninactive_file ${3 * gib}\nactive_file ${gib}\n`,
}

const limitOf = async (files: Readonly<Record<string, string>>) =>
  createMemoryLimitReader(await playHost(aHost({ files })), fakeClock())()

test('the limit of a container is all the memory that there is, and its caches would be given back', async () => {
  const access = await playHost(aHost({ files: inContainer }))
  const probe = localHost({ diskOf: import.meta.dirname, access, clock: fakeClock() })
  const { memory } = await probe.sample(new AbortController().signal)
  expect(memory).toEqual({ total: 8 * gib, used: gib, available: 7 * gib, percent: 12.5 })
})

test('a limit above what the machine has counts for nothing, and neither does one beside unified memory', async () => {
  const total = { memory: { total: 64 * gib } }
  const sample = async (more: Parameters<typeof aHost>[0]) => {
    const access = await playHost(aHost(more))
    return localHost({ diskOf: import.meta.dirname, access, clock: fakeClock() }).sample(new AbortController().signal)
  }
  expect(await sample({ files: { ...inContainer, '/sys/fs/cgroup/memory.max': `${80 * gib}` } })).toMatchObject(total)
  const gb10 = { index: '0', name: 'NVIDIA GB10', uuid: 'GPU-1' }
  expect(await sample({ files: inContainer, nvidia: { gpus: [gb10] } })).toMatchObject(total)
})

test('a limit of a group above counts as one of the group itself, in version 1 as well', async () => {
  expect(
    await limitOf({
      '/proc/self/mountinfo': [
        '31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755',
        '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory',
        '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw',
      ].join('\n'),
      ...ollama(42, '4:memory:/docker/abc\n1:cpu:/docker/abc\n0::/\n'),
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712',
      '/sys/fs/cgroup/memory/docker/memory.limit_in_bytes': `${8 * gib}`,
      '/sys/fs/cgroup/memory/docker/memory.usage_in_bytes': `${6 * gib}`,
      '/sys/fs/cgroup/memory/docker/memory.stat': `inactive_file 7\ntotal_inactive_file ${gib}`,
      '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': `${4 * gib}`,
      '/sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes': `${gib / 2}`,
    }),
  ).toEqual({ total: 4 * gib, available: 3 * gib })
})

test('in a container of version 1 the group is where its own is mounted', async () => {
  const files = {
    '/proc/self/mountinfo': '733 732 0:30 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${4 * gib}`,
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${gib}`,
  }
  expect(await limitOf({ ...files, ...ollama(42, '4:memory:/docker/abc') })).toEqual({
    total: 4 * gib,
    available: 3 * gib,
  })
  expect(await limitOf({ ...files, ...ollama(42, '4:memory:/docker/abcd') })).toBeNull()
})

test.each([
  ['no limit', { '/sys/fs/cgroup/memory.max': 'max' }],
  ['a group outside of this container', ollama(7, '0::/../ollama')],
  ['a second server without a limit', ollama(8, '0::/../ollama')],
  ['no server', { '/proc/7/cmdline': '/usr/bin/ollama\0run\0llama3\0' }],
])('with %s none is told', async (_, more) => {
  expect(await limitOf({ ...inContainer, ...more })).toBeNull()
})

test('a server that is started again is found at once, and a new one within half a minute', async () => {
  const clock = fakeClock()
  const host = await playHost(aHost({ files: inContainer }))
  const listed = new Set(['7'])
  const read = createMemoryLimitReader(
    {
      ...host,
      list: async () => [...listed],
      readText: async (path) => {
        const [, pid = '', file = ''] = /^\/proc\/(\d+)\/(\w+)$/.exec(path) ?? []
        if (pid === '') return host.readText(path)
        return listed.has(pid) ? host.readText(`/proc/7/${file}`) : null
      },
    },
    clock,
  )
  expect(await read()).not.toBeNull()
  listed.clear()
  expect(await read()).toBeNull()
  listed.add('9')
  expect(await read()).toBeNull()
  await clock.advance(30_000)
  expect(await read()).not.toBeNull()
  listed.clear()
  listed.add('11')
  expect(await read()).not.toBeNull()
})
