import { expect, test } from 'vitest'
import { askGuarded } from '../src/inference/context/prompt-guard.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import type { Ollama } from '../src/ollama/ollama.ts'

test('a prompt that is refused even cut is told with the counts of the first refusal', async () => {
  const asked: unknown[] = []
  const unknown = { prompt_tokens: null, context_length: null, context_needed: null, context_needed_fits: null }
  const counted = { ...unknown, prompt_tokens: 1005, context_length: 512 }
  const ollama = {
    // biome-ignore lint/correctness/useYield: it refuses.
    async *chat({ truncate }) {
      asked.push(truncate)
      throw new DashboardError('prompt_too_long', 'Too long.', {
        details: { prompt_too_long: truncate === false ? counted : unknown },
      })
    },
  } satisfies Pick<Ollama, 'chat'>
  const asking = askGuarded(
    ollama,
    { model: 'm', messages: [] },
    {
      signal: new AbortController().signal,
      canRefuse: true,
      onOverflow: 'truncate',
      completeOverflow: async (overflow) => ({ ...overflow, context_needed: 2048, context_needed_fits: 'yes' }),
      predictOverflow: async () => null,
    },
  )
  await expect(asking).rejects.toMatchObject({
    code: 'prompt_too_long',
    message: 'The prompt has 1005 tokens, more than the context of 512 tokens.',
    details: {
      prompt_too_long: { prompt_tokens: 1005, context_length: 512, context_needed: 2048, context_needed_fits: 'yes' },
    },
  })
  expect(asked).toEqual([false, undefined])
})
