import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { receiver } from './alert-receiver.ts'
import { engines } from './engines.ts'

const program = join(import.meta.dirname, 'fixtures', 'deliver-until-killed.ts')

/** `pnpm prove` asks for many: then a receiver fails as often as a message is tried but once. */
const proof = process.env['PROOF_ROUNDS']
const failures = proof ? 4 : 2
const rounds = proof ? Math.ceil(Number(proof) / failures) : 1

/** A dashboard's delivery as a process of its own, and what it prints; it ends with the test. */
function launch(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { lines: createInterface({ input: child.stdout }), kill }
}

describe.each(engines)('$name', ({ place }) => {
  test(
    'a message arrives once, though its receiver fails and the dashboard is killed after each attempt',
    async () => {
      const where = JSON.stringify(await place())
      for (let round = 1; round <= rounds; round += 1) {
        const box = await receiver((response, at) =>
          at < failures ? response.writeHead(503, { 'retry-after': '1' }).end() : response.end(),
        )
        const args = [where, `${box.url}/hook#box`, `message-${round}`]
        // An attempt counts as soon as it begins: until it arrived, a kill would take it from those that the receiver fails.
        // On a busy machine the next may come before the kill does.
        for (let next = 1; next <= failures; ) {
          const { lines, kill } = launch(...args)
          for await (const line of lines) {
            const attempt = Number(/^waiting (\d) HTTP 503,/.exec(line)?.[1] ?? 0)
            if (attempt < next || box.received.length < attempt) continue
            next = attempt + 1
            break
          }
          await kill()
        }
        for (let start = 1; start <= 2; start += 1) {
          const { lines, kill } = launch(...args)
          for await (const line of lines) if (line.startsWith(`delivered ${failures + 1}`)) break
          await kill()
        }
        expect(box.received).toHaveLength(failures + 1)
        expect(new Set(box.received.map(({ headers }) => headers['idempotency-key']))).toEqual(
          new Set([`message-${round}`]),
        )
        expect(new Set(box.received.map(({ body }) => body)).size).toBe(1)
      }
    },
    rounds * 300_000,
  )
})

test('a message that was sent when the dashboard was killed comes again with the same id, and is noted', async () => {
  const [sqlite] = engines
  const where = JSON.stringify(await sqlite?.place())
  // The first attempt arrives, and the dashboard is gone before it hears of that.
  const box = await receiver((response, at) => void (at > 0 && response.end()))
  const args = [where, `${box.url}/hook#box`, 'message-1']
  const first = launch(...args)
  await box.came(1)
  await first.kill()
  const second = launch(...args)
  for await (const line of second.lines) if (line.startsWith('delivered 2')) break
  expect(box.received.map(({ headers }) => headers['idempotency-key'])).toEqual(['message-1', 'message-1'])
}, 300_000)
