import { expect, test } from 'vitest'
import { coalesce, limit, serialize, singleFlight } from '../src/kernel/serial.ts'

/** Work that ends when the test says so. */
function heldWork() {
  const begun: PromiseWithResolvers<number>[] = []
  const work = () => {
    const held = Promise.withResolvers<number>()
    begun.push(held)
    return held.promise
  }
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  return { begun, work, settled }
}

test('at most `max` pieces of work run at once, the others in order', async () => {
  const { begun, work, settled } = heldWork()
  const inTurn = limit(2)
  const all = [inTurn(work), inTurn(work), inTurn(work)]
  await settled()
  expect(begun).toHaveLength(2)
  begun[1]?.resolve(2)
  await settled()
  expect(begun).toHaveLength(3)
  begun[0]?.resolve(1)
  begun[2]?.resolve(3)
  expect(await Promise.all(all)).toEqual([1, 2, 3])
})

test('serialized work continues after a failure, which only its caller sees', async () => {
  const inTurn = serialize()
  const failing = inTurn(() => Promise.reject(new Error('broken')))
  const next = inTurn(async () => 'next')
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('next')
})

test('coalesced work: calls share the run under way, or the one that begins after it', async () => {
  const { begun, work, settled } = heldWork()
  const coalesced = coalesce(work)
  const first = coalesced.current()
  expect(coalesced.current()).toBe(first)
  const second = coalesced.next()
  expect(coalesced.next()).toBe(second)
  await settled()
  expect(begun).toHaveLength(1)
  begun[0]?.reject(new Error('broken'))
  await expect(first).rejects.toThrow('broken')
  await settled()
  begun[1]?.resolve(2)
  expect(await second).toBe(2)
  expect(begun).toHaveLength(2)
})

test('work under one key is shared while it runs, and starts anew afterwards', async () => {
  const { begun, work } = heldWork()
  const flight = singleFlight<string, number>()
  const first = flight('a', work)
  expect(flight('a', work)).toBe(first)
  const other = flight('b', work)
  begun[0]?.resolve(1)
  begun[1]?.resolve(2)
  expect(await Promise.all([first, other])).toEqual([1, 2])
  void flight('a', work)
  expect(begun).toHaveLength(3)
})
