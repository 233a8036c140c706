import { expect, test } from 'vitest'
import { closeInOrder } from '../src/kernel/close-in-order.ts'

test('what cannot be closed is reported, and keeps nothing else open', async () => {
  const closed: string[] = []
  const reported: unknown[] = []
  const broken = new Error('broken')
  const opened = (name: string) => ({
    async [Symbol.asyncDispose]() {
      closed.push(name)
      if (name === 'b') throw broken
    },
  })
  const last = { [Symbol.dispose]: () => void closed.push('d') }
  await closeInOrder([opened('a'), opened('b'), null, opened('c'), last], (error) => reported.push(error))
  expect(closed).toEqual(['a', 'b', 'c', 'd'])
  expect(reported).toEqual([broken])
})
