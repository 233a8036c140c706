const metrics = {
  time_to_first_token_ms: 312,
  tokens_per_second: 68.4,
  prompt_tokens: 512,
  completion_tokens: 486,
  load_seconds: 0,
  context_used_percent: 100,
  prompt_truncated: true,
  prompt_tokens_uncut: 883,
  context_length: 512,
  context_needed: 2048,
  context_needed_fits: 'yes',
}

/** A chat in which everything is that a chat can show. */
export const aChat = {
  id: 'a-chat',
  model: 'llama3.2:3b',
  messages: [
    { role: 'system', content: 'Be short.' },
    { role: 'user', content: 'What do llamas do?' },
    { role: 'assistant', content: 'They', model: 'qwen3:14b', interrupted: true, error: 'stream_truncated' },
    { role: 'user', content: 'What do llamas do? '.repeat(80) },
    { role: 'assistant', content: 'They hum.', thinking: 'Hm.', model: 'llama3.2:3b', metrics },
  ],
}
