// Loaded before a program: when it gets SIGUSR2, writes how long its event loop was delayed since the signal before.
import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const file = process.env['BENCH_LOOP_DELAY']
const resolution = 10

if (isMainThread && file !== undefined) {
  const delays = monitorEventLoopDelay({ resolution })
  delays.enable()
  // A delay includes the time that was waited for on purpose.
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  process.on('SIGUSR2', () => {
    writeFileSync(`${file}.new`, JSON.stringify({ p99: ms(delays.percentile(99)), max: ms(delays.max) }))
    renameSync(`${file}.new`, file)
    delays.reset()
  })
}
