// Conversations for the pictures of the documentation.

const metrics = {
  time_to_first_token_ms: 312,
  tokens_per_second: 68.4,
  prompt_tokens: 1204,
  completion_tokens: 486,
  load_seconds: 0,
  context_used_percent: 10,
  prompt_truncated: false,
  context_length: 16_384,
  context_needed: null,
  context_needed_fits: null,
}

const retry = `Three retries after at most 1, 2 and 4 seconds. The signal reaches both the call and the wait, so an abort ends it at once:

\`\`\`typescript
export async function retry<T>(run: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run(signal)
    } catch (error) {
      if (attempt === 3 || !isTransient(error)) throw error
      // full jitter: anywhere between nothing and the whole step
      await sleep(Math.random() * 1000 * 2 ** attempt, { signal })
    }
  }
}
\`\`\`

Pass only work that may be repeated: a \`POST\` that has begun should not come back twice.`

const errors = `Of the part that I can see, 14 of 19 errors are transient: eleven \`ECONNRESET\`, two \`503\` and one \`socket hang up\`. The five \`404\` would fail at once.`

/** The one that is shown. */
export const shownChat = {
  id: 'retry-helper',
  title: 'Retry helper with full jitter',
  model: 'qwen3:14b',
  messages: [
    {
      role: 'user',
      content: 'Write a small retry helper in TypeScript with full jitter. It must stop when the caller goes away.',
    },
    { role: 'assistant', model: 'qwen3:14b', thinking: 'It has to end at once.', content: retry, metrics },
    { role: 'user', content: 'Here is the log of last night. Which of these errors would it have retried?' },
    {
      role: 'assistant',
      model: 'qwen3:14b',
      content: errors,
      metrics: {
        ...metrics,
        time_to_first_token_ms: 4100,
        tokens_per_second: 61.9,
        prompt_tokens: 16_384,
        completion_tokens: 203,
        context_used_percent: 100,
        prompt_truncated: true,
        prompt_tokens_uncut: 21_870,
        context_needed: 32_768,
        context_needed_fits: 'yes',
      },
    },
  ],
}

const hour = 3_600_000

const chatOf = (title: string, model: string, hoursAgo: number) => ({
  id: title.toLowerCase().replaceAll(/\W+/g, '-'),
  timestamp: new Date(Date.now() - hoursAgo * hour).toISOString(),
  model,
  messages: [
    { role: 'user', content: title },
    { role: 'assistant', content: 'Gladly.' },
  ],
})

/** Those at its side, as the earlier dashboard kept them: so they have a past. */
export const otherChats = [
  chatOf('Compare two nginx logs', 'qwen3:14b', 0.2),
  chatOf('What is on this invoice', 'gemma3:12b', 0.4),
  chatOf('Translate the release notes to German', 'gemma3:12b', 26),
  chatOf('SQL for weekly active users', 'qwen2.5-coder:14b', 28),
  chatOf('Why does systemd kill my runner', 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M', 30),
  chatOf('Names for a rowing club', 'llama3.2:3b', 75),
  chatOf('Tax question about a shared flat', 'llama3.1:8b', 100),
  chatOf('Explain KV cache quantisation', 'gpt-oss:20b', 125),
]
