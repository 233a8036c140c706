import type { KnownMessage } from './known-message.ts'

/** Of finding GPUs and of their memory. */
export const gpuMessages: readonly KnownMessage[] = [
  {
    text: 'driver/library version mismatch',
    explanation:
      'The NVIDIA driver was updated while the old one is loaded. Restart the machine; models run on the CPU until then.',
    source: 'NVIDIA Management Library',
  },
  {
    text: 'nvidia driver too old',
    explanation:
      'The NVIDIA driver is too old for this Ollama, so that the GPU is not used. Install the one that the line names.',
    source: '0.30.0 to 0.32, discover/cuda_compat.go',
  },
  {
    text: 'amd driver is too old',
    explanation: 'The AMD driver is too old for this Ollama, so that the GPU is not used. Update it.',
    source: '0.30.0 to 0.32, discover/amd.go',
  },
  {
    text: 'skipping cuda device',
    explanation: 'This Ollama is not built for that NVIDIA GPU, so that it is not used.',
    source: '0.30.0 to 0.32, discover/llama_server.go',
  },
  {
    text: 'cuda gpu is too old',
    explanation: 'This NVIDIA GPU is too old for Ollama, so that it is not used.',
    source: '0.1.19 to 0.12.3, discover/gpu.go',
  },
  {
    text: 'dropping rocm device',
    explanation:
      'Ollama does not support this AMD GPU, so that it is not used. HSA_OVERRIDE_GFX_VERSION can name a similar one.',
    source: '0.30.0 to 0.32, discover/amd.go',
  },
  {
    text: 'amdgpu is not supported',
    explanation:
      'Ollama does not support this AMD GPU, so that it is not used. HSA_OVERRIDE_GFX_VERSION can name a similar one.',
    source: '0.1.33 to 0.12.3, discover/amd_linux.go',
  },
  {
    text: 'dropping integrated gpu',
    explanation: 'The graphics of the processor are left out. OLLAMA_IGPU_ENABLE=1 has Ollama use them too.',
    source: '0.30.0 to 0.32, discover/runner.go',
  },
  {
    text: 'experimental vulkan support disabled',
    explanation: 'GPUs that need Vulkan are not used. OLLAMA_VULKAN=1 has Ollama use them.',
    source: '0.12.11 to 0.24, discover/runner.go',
  },
  {
    text: 'failure during … gpu discovery',
    explanation: 'Ollama could not find out about some GPUs. If one is missing, look at its driver first.',
    source: '0.12.4 to 0.32, discover/runner.go',
  },
  {
    text: 'no compatible gpus were discovered',
    explanation:
      'Ollama found no GPU that it can use, so that models run on the CPU. Check the driver, and --gpus of a container.',
    source: '0.2.0 to 0.12.3, discover/gpu.go',
  },
  {
    text: 'inference compute … library=cpu',
    explanation:
      'Ollama found no GPU that it can use, so that models run on the CPU. Check the driver, and --gpus of a container.',
    source: '0.1.35 to 0.32, discover/types.go',
  },
  {
    text: 'user overrode visible devices',
    explanation: 'A variable limits which GPUs Ollama sees. Remove it if GPUs are missing.',
    source: '0.13.0 to 0.32, discover/runner.go',
  },
  {
    text: "gpu vram usage didn't recover within timeout",
    explanation:
      'The memory of the GPU was not free in time after a model left. Another program may use it, or a runner hangs.',
    source: '0.1.35 to 0.32, server/sched.go',
  },
  {
    text: 'vram-based default context',
    explanation:
      'The context of models that ask for none, by the memory of all GPUs. OLLAMA_CONTEXT_LENGTH sets another one.',
    source: '0.15.5 to 0.32, server/routes.go',
  },
]
