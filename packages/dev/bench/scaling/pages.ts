import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { freshKeys, measureReaders } from '../observability/event-clients.ts'
import { residentBytes, startDashboard } from '../processes.ts'
import { costOver, told } from './cost.ts'

const adminKey = 'bench-key-of-admin'
/** A key may open 256. */
const perKey = 250

/** What so many open event streams cost that hear nothing, and what each event to each of them does. */
export async function tellPages(count: number, seconds: number): Promise<void> {
  await using simulator = await startSimulator({ scenario: 'home' })
  await using dashboard = await startDashboard(simulator.url, { API_KEY_ADMIN: adminKey, LOG_LEVEL: 'warn' })
  const keys = await freshKeys(dashboard.url, adminKey, Math.ceil(count / perKey))
  const before = (await residentBytes(dashboard.pid)) ?? 0
  const spent: number[] = []
  for (const stats of [false, true]) {
    const task = { url: dashboard.url, keys, clients: count, warmUpMs: 10_000, forMs: (seconds + 1) * 1000, stats }
    let measured: ReturnType<typeof costOver> | undefined
    const begin = () => {
      measured = costOver(dashboard.pid, seconds)
    }
    const { cost, deliveries } = await measureReaders(task, begin, async ({ deliveriesMs }) => ({
      cost: await measured,
      deliveries: deliveriesMs.length,
    }))
    if (!cost) continue
    spent.push(cost.percent)
    const perSecond = deliveries / (seconds + 1)
    console.log(`${count} pages, ${stats ? `${perSecond.toFixed(0)} events a second` : 'no events'}: ${told(cost)}`)
    if (!stats) {
      const each = (cost.megabytes * 1e6 - before) / count / 1024
      console.log(`${count} pages: ${each.toFixed(1)} KiB for each`)
    } else {
      const [silent = 0] = spent
      const microseconds = ((cost.percent - silent) * 10_000) / perSecond
      console.log(`${count} pages: ${microseconds.toFixed(1)} µs of a processor for an event to one of them`)
    }
  }
}
