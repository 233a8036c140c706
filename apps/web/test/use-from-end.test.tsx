import { expect, test } from 'vitest'
import { renderHook } from 'vitest-browser-react'
import { useFromEnd } from '../src/features/chat/conversation/use-from-end.ts'

test('a long list begins with its end, and is whole in the end', async () => {
  const seen: number[] = []
  const { rerender } = await renderHook(
    (props?: { readonly length: number }) => {
      const left = useFromEnd(props?.length ?? 0)
      seen.push(left)
      return left
    },
    { initialProps: { length: 100 } },
  )
  await expect.poll(() => seen.at(-1)).toBe(0)
  expect(seen[0]).toBeGreaterThan(50)
  expect(seen).toEqual(seen.toSorted((a, b) => b - a))

  // What is added later takes nothing away.
  const before = seen.length
  await rerender({ length: 150 })
  expect(seen.slice(before).every((left) => left === 0)).toBe(true)
})

test('a short one is whole at once', async () => {
  const { result } = await renderHook(() => useFromEnd(20))
  expect(result.current).toBe(0)
})
