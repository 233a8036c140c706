import type { KnownMessage } from './known-message.ts'

/** Of models that are loaded and asked. */
export const modelMessages: readonly KnownMessage[] = [
  {
    text: 'unknown model architecture',
    explanation: 'This Ollama does not know that kind of model. Update Ollama.',
    source: '0.3.13 to 0.24, llama/llama.cpp; later in llama.cpp itself',
  },
  {
    text: 'may be incompatible with your version of ollama',
    explanation: 'The model is too new or too old for this Ollama. Update Ollama, or pull the model again.',
    source: '0.1.4 to 0.32, server/sched.go',
  },
  {
    text: 'evicting a model to make space',
    explanation: 'A model does not fit beside those in memory, so that Ollama unloads another one first.',
    source: '0.11.7 to 0.24, llm/server.go',
  },
  {
    text: 'predicted to exceed available memory, evicting',
    explanation: 'A model does not fit beside those in memory, so that Ollama unloads another one first.',
    source: '0.30.0 to 0.32, server/sched.go',
  },
  {
    text: 'runtime oom detected',
    explanation:
      'A model ran out of memory while it answered. Ollama unloads models before the next request; use a shorter context.',
    source: '0.30.0 to 0.32, server/sched.go',
  },
  {
    text: 'out of memory',
    explanation: 'A model and its context need more memory than there is. Use a shorter context, or stop other models.',
    source: '0.1 to 0.32, ggml, CUDA, llm/status.go',
  },
  {
    text: 'out-of-memory',
    explanation: 'A model and its context need more memory than there is. Use a shorter context, or stop other models.',
    source: '0.30.0 to 0.32, llm/llama_server.go',
  },
  {
    text: 'requires more system memory',
    explanation:
      'A model needs more memory than is free. Use a smaller model or a shorter context, or stop other programs.',
    source: '0.2.2 to 0.24, llm/server.go',
  },
  {
    text: 'model request too large for system',
    explanation: 'A model needs more memory than this machine has. Use a smaller one or a shorter context.',
    source: '0.2.0 to 0.24, llm/server.go',
  },
  {
    text: 'model is too large for system memory',
    explanation: 'A model needs more memory than this machine has. Use a smaller one or a shorter context.',
    source: '0.12.7 to 0.32, server/sched.go',
  },
  {
    text: 'predicted usage exceeds vram',
    explanation: 'Models may need more memory than the GPU has. Use a shorter context, or fewer models at once.',
    source: '0.1.33 to 0.32, server/sched.go',
  },
  {
    text: 'signal: killed',
    explanation: 'The system ended the runner of a model, mostly because memory ran out.',
    source: 'ollama/ollama#3506, #8599',
  },
  {
    text: 'cuda error',
    explanation:
      'The GPU or its driver failed. Load the model again; if it fails again, restart Ollama or update the driver.',
    source: '0.1 to 0.32, llm/status.go',
  },
  {
    text: 'llama runner terminated',
    explanation: 'The runner of a model crashed. The lines before say why; the next request starts it again.',
    source: '0.2.8 to 0.24, llm/server.go',
  },
  {
    text: 'llama-server terminated',
    explanation: 'The runner of a model crashed. The lines before say why; the next request starts it again.',
    source: '0.30.0 to 0.32, llm/llama_server.go',
  },
  {
    text: 'process has terminated',
    explanation: 'The runner of a model crashed while it loaded. What follows, and the lines before, say why.',
    source: '0.1 to 0.32, llm/server.go, llm/llama_server.go',
  },
  {
    text: 'process no longer running',
    explanation: 'The runner of a model crashed. The lines before say why; the next request starts it again.',
    source: '0.1.32 to 0.32, llm/server.go, llm/llama_server.go',
  },
  {
    text: 'timed out waiting for llama',
    explanation:
      'A model took too long to load. A slow disk is the usual reason; OLLAMA_LOAD_TIMEOUT gives it more time.',
    source: '0.1.2 to 0.32, llm/server.go, llm/llama_server.go',
  },
  {
    text: 'truncating input prompt',
    explanation: 'A prompt was longer than the context, and its beginning was cut. Give the model a longer context.',
    source: '0.3.13 to 0.32, runner/ollamarunner/runner.go, llm/llama_server.go',
  },
  {
    text: 'requested context size too large for model',
    explanation: 'The model was trained for a shorter context than was asked for; Ollama uses that one.',
    source: '0.9.3 to 0.32, llm/server.go',
  },
  {
    text: 'quantized kv cache requested but flash attention disabled',
    explanation: 'OLLAMA_KV_CACHE_TYPE has no effect without OLLAMA_FLASH_ATTENTION=1.',
    source: '0.5.0 to 0.24, llm/server.go',
  },
  {
    text: 'must be enabled to use a quantized ollama_kv_cache_type',
    explanation: 'OLLAMA_KV_CACHE_TYPE has no effect without OLLAMA_FLASH_ATTENTION=1.',
    source: '0.13.4 to 0.24, llm/server.go',
  },
  {
    text: 'unsupported ollama_kv_cache_type',
    explanation:
      'The model cannot use what OLLAMA_KV_CACHE_TYPE names, so that its cache stays as large as usual (f16).',
    source: '0.13.4 to 0.24, llm/server.go',
  },
  {
    text: 'kv cache type not supported by model',
    explanation:
      'The model cannot use what OLLAMA_KV_CACHE_TYPE names, so that its cache stays as large as usual (f16).',
    source: '0.5.0 to 0.24, llm/server.go',
  },
  {
    text: 'flash attention enabled but not supported',
    explanation: 'This GPU or model knows no flash attention, so that Ollama goes without it.',
    source: '0.5.0 to 0.24, llm/server.go',
  },
  {
    text: 'does not currently support parallel requests',
    explanation: 'This kind of model answers one request at a time, whatever OLLAMA_NUM_PARALLEL says.',
    source: '0.7.0 to 0.32, server/sched.go',
  },
  {
    text: 'client connection closed before … finished loading',
    explanation: 'Whoever asked left while the model was loaded, so that the load was ended.',
    source: '0.1.39 to 0.32, llm/server.go, llm/llama_server.go',
  },
  {
    text: 'maximum pending requests exceeded',
    explanation: 'More requests wait than OLLAMA_MAX_QUEUE allows, so that this one was refused.',
    source: '0.1.33 to 0.32, server/sched.go',
  },
]
