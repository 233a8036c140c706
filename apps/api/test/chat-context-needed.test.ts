import { scenarios } from '@ollama-dashboard/ollama-sim'
import { describe, expect, test } from 'vitest'
import { long, metricsOf, setUp } from './chat-set-up.ts'

const old = { scenario: { ...scenarios.home, version: '0.24.0' } }
const options = { num_ctx: 512 }

describe('a server that refuses and does not count', () => {
  test('what it refuses is taken for as many tokens as it has bytes, in any script', async () => {
    const { say } = await setUp({ simulation: old })
    expect(metricsOf(await say({ prompt: '日本'.repeat(1100), options }))).toMatchObject({ context_needed: 8192 })
  })

  test('what its model read whole before tells more, however short the replies were', async () => {
    const { say } = await setUp({ simulation: old })
    await say({ prompt: long(100), options })
    expect(metricsOf(await say({ prompt: long(1000), options }))).toMatchObject({ context_needed: 2048 })
  })

  test('a reply to a short question tells too', async () => {
    const { say } = await setUp({ simulation: old })
    await say({ prompt: 'Write 100 words', options })
    const needed = metricsOf(await say({ prompt: long(1500), options }))?.context_needed
    expect(needed).toBeLessThan(8192)
    expect(needed).toBeGreaterThanOrEqual(2048)
  })

  test('what it refuses although it should have fitted by that is another text, and taken for as many again', async () => {
    const { say } = await setUp({ simulation: old })
    // Twelve bytes to a token, where the next has four.
    await say({ prompt: '日本'.repeat(400), options: { ...options, num_predict: 3 } })
    expect(metricsOf(await say({ prompt: long(900), options }))).toMatchObject({ context_needed: 4096 })
  })
})
