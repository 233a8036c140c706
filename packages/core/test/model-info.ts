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
