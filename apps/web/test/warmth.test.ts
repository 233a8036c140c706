import { expect, test } from 'vitest'
import { renderHook } from 'vitest-browser-react'
import { changeExchange, closeExchange, openExchange, useIsTalking } from '../src/features/chat/exchange/exchanges.ts'

test('a model is known to be in memory from its first word to its last', async () => {
  const { result, act } = await renderHook(() => [useIsTalking('a:1b'), useIsTalking('b:1b')])
  const question = { content: 'Why?', images: [] }
  let controller = new AbortController()
  await act(() => {
    controller = openExchange({ conversation: 's', model: 'a:1b', question, keep: 0, replaces: false, startedAt: 0 })
  })
  expect(result.current).toEqual([false, false])
  await act(() => void changeExchange(controller, { hasBegun: true }))
  expect(result.current).toEqual([true, false])
  await act(() => void changeExchange(controller, { state: 'done' }))
  expect(result.current).toEqual([false, false])
  closeExchange('s')
})
