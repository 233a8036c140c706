// Asks a server every 20 ms in a process of its own, and prints the longest wait of each stretch between two lines of
// its input, in milliseconds: `node ping.ts URL`.
import { request } from 'node:http'
import { createInterface } from 'node:readline'

const [, , url = ''] = process.argv
const everyMs = 20

let longestMs = 0
const open = new Set<number>()

setInterval(() => {
  const startedAt = performance.now()
  open.add(startedAt)
  const end = () => {
    open.delete(startedAt)
    longestMs = Math.max(longestMs, performance.now() - startedAt)
  }
  request(url, { agent: false }, (response) => response.resume().once('end', end))
    .once('error', end)
    .end()
}, everyMs)

createInterface({ input: process.stdin }).on('line', () => {
  const [oldest] = open
  const waiting = oldest === undefined ? 0 : performance.now() - oldest
  console.log(Math.max(longestMs, waiting).toFixed(1))
  longestMs = 0
})
