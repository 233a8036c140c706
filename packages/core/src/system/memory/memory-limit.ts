import type { Clock } from '../../kernel/clock.ts'
import { type HostAccess, readNumber } from '../host-access.ts'

/** What a container or a service may hold, bytes; available counts caches that the system would give back. */
export interface MemoryLimit {
  readonly total: number
  readonly available: number
}

interface Server {
  readonly pid: string
  /** The control group of its memory, and those above it. */
  readonly groups: readonly Group[]
}

interface Group {
  readonly folder: string
  readonly version: 1 | 2
}

/** There may be thousands of processes. A server that is gone is searched for at once. */
const searchAgainMs = 30_000

/**
 * Reads the memory that Linux lets the Ollama servers of this host have. Null where no limit is known to hold: their
 * processes cannot be seen from here, or one of them has none.
 */
export function createMemoryLimitReader(host: HostAccess, clock: Clock): () => Promise<MemoryLimit | null> {
  let servers: readonly Server[] = []
  let searchedAt = Number.NEGATIVE_INFINITY

  return async () => {
    if (host.platform !== 'linux') return null
    const areThere = await Promise.all(servers.map(({ pid }) => isServer(host, pid)))
    if (areThere.includes(false) || clock.elapsed() - searchedAt >= searchAgainMs) {
      searchedAt = clock.elapsed()
      servers = await findServers(host)
    }
    const limits = await Promise.all(servers.map(({ groups }) => narrowest(host, groups)))
    const known = limits.flatMap((limit) => limit ?? [])
    if (known.length < limits.length) return null
    return known.sort((a, b) => b.total - a.total)[0] ?? null
  }
}

async function findServers(host: HostAccess): Promise<readonly Server[]> {
  const found: Server[] = []
  for (const pid of await host.list('/proc')) {
    if (/^\d+$/.test(pid) && (await isServer(host, pid))) found.push({ pid, groups: await groupsOf(host, pid) })
  }
  return found
}

async function isServer(host: HostAccess, pid: string): Promise<boolean> {
  const [program = '', verb] = (await host.readText(`/proc/${pid}/cmdline`))?.split('\0') ?? []
  return verb === 'serve' && (program === 'ollama' || program.endsWith('/ollama'))
}

/** None where the groups of the process are not among those that are mounted here. */
async function groupsOf(host: HostAccess, pid: string): Promise<readonly Group[]> {
  const lines = (await host.readText(`/proc/${pid}/cgroup`))?.split('\n') ?? []
  const mounts = (await host.readText('/proc/self/mountinfo'))?.split('\n') ?? []
  return mounts.flatMap((mount) => {
    const [, , , root = '', folder = ''] = mount.split(' ')
    const [type, , options = ''] = mount.slice(mount.indexOf(' - ') + 3).split(' ')
    const version = type === 'cgroup2' ? 2 : type === 'cgroup' && options.split(',').includes('memory') ? 1 : null
    if (version === null) return []
    // "4:memory:/docker/…", or in version 2 "0::/system.slice/…"
    const controller = version === 2 ? '' : 'memory'
    const line = lines.find((one) => one.split(':')[1]?.split(',').includes(controller))
    const path = line?.split(':').slice(2).join(':')
    return path === undefined ? [] : upwards(folder, root, path).map((one) => ({ folder: one, version }) as const)
  })
}

/** The folders of a group and of those above it, of which `root` is seen at `mount`. */
function upwards(mount: string, root: string, path: string): readonly string[] {
  const top = root === '/' ? '' : root
  if (path.split('/').includes('..') || !`${path}/`.startsWith(`${top}/`)) return []
  const names = path
    .slice(top.length)
    .split('/')
    .filter((name) => name !== '')
  return Array.from({ length: names.length + 1 }, (_, depth) => [mount, ...names.slice(0, depth)].join('/'))
}

/** What is left to a group is what is left to each of those above it, too. */
async function narrowest(host: HostAccess, groups: readonly Group[]): Promise<MemoryLimit | null> {
  const limits = (await Promise.all(groups.map((group) => readLimit(host, group)))).flatMap((limit) => limit ?? [])
  if (limits.length === 0) return null
  return {
    total: Math.min(...limits.map(({ total }) => total)),
    available: Math.min(...limits.map(({ available }) => available)),
  }
}

const files = {
  1: { max: 'memory.limit_in_bytes', current: 'memory.usage_in_bytes', cached: 'total_' },
  2: { max: 'memory.max', current: 'memory.current', cached: '' },
} as const

/** Null without one: it is "max" then, and in version 1 more than a number can hold. */
async function readLimit(host: HostAccess, { folder, version }: Group): Promise<MemoryLimit | null> {
  const { max, current, cached } = files[version]
  const total = await readNumber(host, `${folder}/${max}`)
  if (total === null) return null
  const used = await readNumber(host, `${folder}/${current}`)
  if (used === null) return null
  const stat = (await host.readText(`${folder}/memory.stat`))?.split('\n') ?? []
  const figure = (name: string) => Number(stat.find((line) => line.startsWith(`${cached}${name} `))?.split(' ')[1] ?? 0)
  const held = Math.max(0, used - figure('active_file') - figure('inactive_file'))
  return { total, available: Math.max(0, total - held) }
}
