import type { MemoryEstimate } from '@ollama-dashboard/contracts'

/** What an estimate is made for: "KV cache f16, 4 prompts at once". */
export const cacheWords = ({ kv_cache_type, num_parallel }: MemoryEstimate): string =>
  `KV cache ${kv_cache_type}${num_parallel > 1 ? `, ${num_parallel} prompts at once` : ''}`
