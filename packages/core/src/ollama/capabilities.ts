export interface CapabilityFlags {
  readonly has_vision: boolean | null
  readonly has_tools: boolean | null
  readonly has_reasoning: boolean | null
}

const byName = {
  has_vision: [/llava|moondream|minicpm-v|vision/i, /(?:^|[^a-z])vl(?:[^a-z]|$)/i, /qwen[\d.]*vl/i],
  has_tools: [/firefunction|command-r|hermes|tool/i],
  has_reasoning: [/deepseek-r1|qwq|reasoning|thinking|gpt-oss/i],
} as const

/** What a model can do, in Ollama's own words where it tells; the name is a hint, and no hint means that nobody knows. */
export function capabilityFlags(name: string, capabilities: readonly string[] | null): CapabilityFlags {
  if (capabilities && capabilities.length > 0) {
    return {
      has_vision: capabilities.includes('vision'),
      has_tools: capabilities.includes('tools'),
      has_reasoning: capabilities.includes('thinking'),
    }
  }
  const hint = (patterns: readonly RegExp[]) => (patterns.some((pattern) => pattern.test(name)) ? true : null)
  return {
    has_vision: hint(byName.has_vision),
    has_tools: hint(byName.has_tools),
    has_reasoning: hint(byName.has_reasoning),
  }
}
