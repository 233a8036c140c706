import { setTimeout as sleep } from 'node:timers/promises'
import { checksOf } from '../check.ts'
import type { Server } from '../server.ts'
import { objectOf, verify, verifyEqual } from '../verify.ts'

const options = { num_ctx: 512 }
// Clocks of two machines differ, too.
const TOLERANCE_MS = 5000
const SETTLED_AFTER_MS = 1000
const POLL_MS = 20
/** Go's longest duration ends in 292 years. */
const FIRST_YEAR_OF_FOREVER = 2300

const GRAMMAR = [
  [60, 60],
  [90.5, 90.5],
  ['5m', 300],
  ['1h30m', 5400],
  ['1.5m', 90],
  ['+45s', 45],
  ['90000ms', 90],
] as const

const REFUSALS = [
  ['300', 'time: missing unit in duration "300"'],
  ['-1', 'time: missing unit in duration "-1"'],
  ['soon', 'time: invalid duration "soon"'],
  ['', 'time: invalid duration ""'],
  ['5 m', 'time: unknown unit " m" in duration "5 m"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  [true, "Unsupported type: 'bool'"],
] as const

export const keepAlive = checksOf({
  'keep_alive takes seconds and durations': async (server) => {
    for (const [keep_alive, seconds] of GRAMMAR) {
      const askedAt = Date.now()
      await server.get('/api/generate', { model: server.model, keep_alive, options })
      await expiryIn(server, seconds, askedAt, `with ${JSON.stringify(keep_alive)}`)
    }
  },

  'a negative keep_alive pins the model for centuries': async (server) => {
    for (const keep_alive of [-1, '-1m', -0.5]) {
      await server.get('/api/generate', { model: server.model, keep_alive: '5m', options })
      await server.get('/api/generate', { model: server.model, keep_alive, options })
      const pinned = (at: number) => new Date(at).getUTCFullYear() >= FIRST_YEAR_OF_FOREVER
      const at = await expiryOnce(server, pinned)
      verify(pinned(at), `with ${JSON.stringify(keep_alive)} it stays until ${new Date(at).toISOString()}`)
    }
  },

  'keep_alive null leaves the time as it is': async (server) => {
    const askedAt = Date.now()
    await server.get('/api/generate', { model: server.model, keep_alive: '1h', options })
    await expiryIn(server, 3600, askedAt, 'with "1h"')
    await server.get('/api/generate', { model: server.model, keep_alive: null, options })
    await expiryIn(server, 3600, askedAt, 'with null')
  },

  'a refused keep_alive leaves the timer as it was': async (server) => {
    const askedAt = Date.now()
    await server.get('/api/generate', { model: server.model, keep_alive: '10m', options })
    const before = await expiryIn(server, 600, askedAt, 'with "10m"')
    for (const [keep_alive, error] of REFUSALS) {
      await server.refuses('/api/generate', { body: { model: server.model, keep_alive } }, 400, error)
    }
    await server.refuses('/api/chat', { body: { model: server.model, keep_alive: 'soon' } }, 400, REFUSALS[2][1])
    verifyEqual('the end', await expiry(server), before)
  },
})

/** Holds that the model leaves so many seconds after it was asked for, and tells when that is. */
async function expiryIn(server: Server, seconds: number, askedAt: number, what: string): Promise<number> {
  // The time begins when the server has answered: at some moment between the question and now.
  const isRight = (at: number) => {
    const beganAt = at - seconds * 1000
    return beganAt > askedAt - TOLERANCE_MS && beganAt < Date.now() + TOLERANCE_MS
  }
  const at = await expiryOnce(server, isRight)
  verify(isRight(at), `${what} it stays ${(at - askedAt) / 1000} s rather than ${seconds} s`)
  return at
}

/** The server moves the end of a stay after it has answered: what `ps` says is waited for a little. */
async function expiryOnce(server: Server, isRight: (at: number) => boolean): Promise<number> {
  const until = performance.now() + SETTLED_AFTER_MS
  let at = await expiry(server)
  while (!isRight(at) && performance.now() < until) {
    await sleep(POLL_MS)
    at = await expiry(server)
  }
  return at
}

async function expiry(server: Server): Promise<number> {
  const entry = objectOf(`${server.model} in the list of loaded models`, await server.running(server.model))
  return Date.parse(String(entry['expires_at']))
}
