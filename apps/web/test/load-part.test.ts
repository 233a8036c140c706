import { afterEach, expect, test, vi } from 'vitest'
import { loadPart } from '../src/lib/load-part.ts'

afterEach(() => sessionStorage.clear())

/** Fails so many times, and then is there. */
const failing = (times: number) => {
  let left = times
  return vi.fn(async () => {
    if (left-- > 0) throw new TypeError('Failed to fetch dynamically imported module')
    return 'the part'
  })
}
const noWait = async () => {}

test('while the dashboard is away the part is waited for, and comes when it is back', async () => {
  const load = failing(5)
  const readAnew = vi.fn()
  const waits: number[] = []
  const wait = async (ms: number) => void waits.push(ms)
  expect(await loadPart(load, { isServed: async () => false, wait, readAnew })).toBe('the part')
  expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000])
  expect(readAnew).not.toHaveBeenCalled()
})

test('a failure of the moment is tried again at once', async () => {
  expect(await loadPart(failing(1), { isServed: async () => true, wait: noWait })).toBe('the part')
})

test('a part that the dashboard does not have any more makes the page be read anew, once', async () => {
  const missing = () =>
    new Promise<string>((resolve, reject) => {
      void loadPart(failing(9), {
        isServed: async () => true,
        wait: noWait,
        readAnew: () => resolve('read anew'),
      }).catch(reject)
    })
  expect(await missing()).toBe('read anew')
  await expect(missing()).rejects.toThrow('This part of the page could not be loaded.')
})
