/** `model_info` as `/api/show` gives it: the values of an architecture under its name. */
export const modelInfo = (architecture: string, values: Readonly<Record<string, unknown>>) => ({
  'general.architecture': architecture,
  ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`${architecture}.${key}`, value])),
})

/** Llama 3.1 8B, meta-llama/Llama-3.1-8B config.json: 32 layers, 8 KV heads of 128. */
export const llama31 = modelInfo('llama', {
  block_count: 32,
  embedding_length: 4096,
  context_length: 131_072,
  'attention.head_count': 32,
  'attention.head_count_kv': 8,
})

/** zai-org/GLM-4.7-Flash: 47 layers, kv_lora_rank 512 and qk_rope_head_dim 64. */
export const glm47Flash = {
  block_count: 47,
  embedding_length: 2048,
  context_length: 202_752,
  'attention.head_count': 20,
  'attention.head_count_kv': 1,
  'attention.key_length': 576,
  'attention.key_length_mla': 256,
  'attention.value_length': 512,
  'attention.value_length_mla': 256,
  'attention.kv_lora_rank': 512,
  'rope.dimension_count': 64,
}

/** openai/gpt-oss-20b: 24 layers, every second one with a window of 128 tokens, 8 KV heads of 64. */
export const gptOss = {
  block_count: 24,
  embedding_length: 2880,
  context_length: 131_072,
  'attention.head_count': 64,
  'attention.head_count_kv': 8,
  'attention.key_length': 64,
  'attention.value_length': 64,
  'attention.sliding_window': 128,
}
