import { isAtLeast } from '../ollama/version.ts'

/** The program that runs a model, by whose rules it keeps what it read of a text. */
export type Engine = 'llama-server' | 'own' | 'llama-runner'

/**
 * Since 0.30 it is llama-server for every model. Before that Ollama had an engine of its own for the architectures it
 * knew, and a runner around llama.cpp for the others. A server whose version is not known is taken for a new one.
 */
export function engineOf(architecture: string, version: string | null): Engine {
  if (version === null || isAtLeast(version, [0, 30, 0])) return 'llama-server'
  return ownEngine.has(architecture) ? 'own' : 'llama-runner'
}

/** Source: `OllamaEngineRequired` in fs/ggml/ggml.go of Ollama 0.24. */
const ownEngine = new Set([
  'bert',
  'deepseek2',
  'deepseekocr',
  'gemma3',
  'gemma3n',
  'gemma4',
  'glm4moelite',
  'glmocr',
  'gpt-oss',
  'gptoss',
  'laguna',
  'lfm2',
  'lfm2moe',
  'llama4',
  'mistral3',
  'mllama',
  'nemotron_h',
  'nemotron_h_moe',
  'nemotron_h_omni',
  'nomic-bert',
  'olmo3',
  'qwen25vl',
  'qwen3',
  'qwen35',
  'qwen35moe',
  'qwen3moe',
  'qwen3next',
  'qwen3vl',
  'qwen3vlmoe',
])
