import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'

export const availableModel = (name: string, differing: Partial<AvailableModel> = {}): AvailableModel => ({
  name,
  instance: 'default',
  digest: '0'.repeat(64),
  modified_at: '2026-01-02T03:04:05Z',
  details: {
    format: 'gguf',
    family: 'llama',
    families: ['llama'],
    parent_model: null,
    parameter_size: '8.0B',
    quantization_level: 'Q4_K_M',
  },
  capabilities: ['completion'],
  has_vision: false,
  has_tools: false,
  has_reasoning: false,
  context_length: 131_072,
  remote: false,
  size: 4_900_000_000,
  formatted_size: '4.9 GB',
  is_running: false,
  has_custom_settings: false,
  ...differing,
})

export const runningModel = (name: string, differing: Partial<RunningModel> = {}): RunningModel => {
  const { is_running: _, has_custom_settings: __, ...model } = availableModel(name)
  return {
    ...model,
    size_vram: 4_900_000_000,
    size_ram: 0,
    gpu_percent: 100,
    allocated_context: 16_384,
    expires_at: '2026-01-02T04:04:05Z',
    expires_in_seconds: 252,
    pinned: false,
    state: 'loaded',
    ...differing,
  }
}
