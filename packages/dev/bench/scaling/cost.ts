import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { processorMs, residentBytes } from '../processes.ts'

export interface Cost {
  /** Of one processor. */
  readonly percent: number
  readonly megabytes: number
  /** Open files and sockets. */
  readonly descriptors: number
}

/** What a process takes while it is left alone for so long. */
export async function costOver(pid: number, seconds: number): Promise<Cost> {
  const before = await spentMs(pid)
  await sleep(seconds * 1000)
  return {
    percent: (await spentMs(pid)) / (seconds * 10) - before / (seconds * 10),
    megabytes: ((await residentBytes(pid)) ?? 0) / 1e6,
    descriptors: (await readdir(`/proc/${pid}/fd`)).length,
  }
}

export const told = ({ percent, megabytes, descriptors }: Cost): string =>
  `${percent.toFixed(1)} % of a processor, ${megabytes.toFixed(0)} MB, ${descriptors} descriptors`

/** Milliseconds of a processor for each of `times` calls, which are made by so many callers at once. */
export async function costOfEach(
  pids: readonly number[],
  times: number,
  callers: number,
  call: (index: number) => Promise<unknown>,
): Promise<number> {
  const spent = async () => (await Promise.all(pids.map(spentMs))).reduce((sum, ms) => sum + ms, 0)
  const before = await spent()
  let next = 0
  async function work() {
    while (next < times) {
      next += 1
      await call(next)
    }
  }
  await Promise.all(Array.from({ length: callers }, work))
  return ((await spent()) - before) / times
}

/** Connections of all processes of this machine to a port of it. */
export async function connectionsTo(port: number): Promise<number> {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')} 01`
  return (await readFile('/proc/net/tcp', 'utf8')).split('\n').filter((line) => line.slice(20).includes(remote)).length
}

async function spentMs(pid: number): Promise<number> {
  const ms = await processorMs(pid)
  if (ms === null) throw new Error('This part of the bench reads /proc, which this system does not have.')
  return ms
}
