// Loaded into the dashboard before anything else: tells whoever asks for how long its main thread was held at most since
// it was last asked, in milliseconds of processor time, so that other programs of a busy machine do not count.
const everyMs = 2

let longestMs = 0
let lastMs = threadMs()

setInterval(() => {
  const now = threadMs()
  longestMs = Math.max(longestMs, now - lastMs)
  lastMs = now
}, everyMs).unref()

process.on('message', () => {
  process.send?.(Math.max(longestMs, threadMs() - lastMs))
  longestMs = 0
})
process.channel?.unref()

function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
