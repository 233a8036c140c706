import type { VerdictName } from './error-verdicts.ts'

/** What was asked of Ollama: pulls have words of their own. */
export type Asked = 'pull' | 'other'

export interface ErrorRow {
  /** Part of Ollama's text in lower case; "…" stands for anything between two parts. */
  readonly text: string
  readonly verdict: VerdictName
  /** The only kind of request that the text is meant for; any when absent. */
  readonly asked?: Asked
  /** Only with this status. */
  readonly status?: number
  /** Where the text, or the parts it is put together from, stands: versions and file of Ollama's source, or an issue. */
  readonly source: string
}

/**
 * Ollama's own texts and what they mean; the first row that matches counts, so that the more certain ones stand first.
 * Texts are searched for as they are and never as patterns: the time grows with the text alone.
 */
export const errorTable: readonly ErrorRow[] = [
  { text: 'maximum pending requests exceeded', verdict: 'busy', source: '0.1.33 to 0.33, server/sched.go' },
  { text: 'server busy, please try again', verdict: 'busy', source: '0.1.33 to 0.33, server/sched.go' },
  { text: 'no slots available after', verdict: 'busy', source: '0.2 to 0.33, llm/server.go' },
  {
    text: 'unexpected server status: llm server loading model',
    verdict: 'loading',
    source: '0.1.33 to 0.24, llm/server.go',
  },

  // ollama.com, through Ollama
  { text: 'usage limit', verdict: 'cloudLimit', source: 'continuedev/continue#9233, #11444' },
  { text: 'requires a subscription', verdict: 'subscription', source: 'ollama/ollama#15741, #15990' },
  { text: 'ollama cloud is disabled', verdict: 'cloudOff', source: '0.17 to 0.33, internal/cloud/policy.go' },
  { text: 'you are not currently signed in', verdict: 'signIn', source: '0.12 to 0.33, server/routes.go' },
  { text: 'dial tcp: lookup ollama.com', verdict: 'cloudUnreachable', source: '0.12 to 0.33, server/routes.go' },
  { text: 'post "https://ollama.com', verdict: 'cloudUnreachable', source: '0.12 to 0.33, server/routes.go' },

  // Pulls
  { text: 'sharded gguf', asked: 'pull', verdict: 'sharded', source: 'ollama/ollama#8326, #14270, #17743' },
  {
    text: 'requires a newer version of ollama',
    verdict: 'outdated',
    source: 'answer 412 of registry.ollama.ai, ollama/ollama#9560',
  },
  {
    text: 'no space left on device',
    verdict: 'storage',
    source: '0.1 to 0.33, the system, through server/download.go',
  },
  {
    text: 'not enough space on the disk',
    verdict: 'storage',
    source: '0.1 to 0.33, Windows, through server/download.go',
  },
  { text: 'disk quota exceeded', verdict: 'storage', source: '0.1 to 0.33, the system, through server/download.go' },
  { text: 'disk is full', verdict: 'storage', source: '0.1 to 0.33, Windows, through server/download.go' },
  { text: 'disk full', verdict: 'storage', source: '0.1 to 0.33, the system, through server/download.go' },
  { text: 'permission denied', verdict: 'permission', source: '0.1 to 0.33, the system, through server/download.go' },
  {
    text: 'read-only file system',
    verdict: 'permission',
    source: '0.1 to 0.33, the system, through server/download.go',
  },
  { text: 'file does not exist', asked: 'pull', verdict: 'notInRegistry', source: '0.1 to 0.33, server/images.go' },
  { text: 'digest mismatch', asked: 'pull', verdict: 'damaged', source: '0.1 to 0.33, server/images.go' },
  {
    text: 'insecure protocol http',
    asked: 'pull',
    verdict: 'registryInsecure',
    source: '0.1 to 0.33, server/images.go',
  },
  { text: 'unauthorized', asked: 'pull', verdict: 'registryRefuses', source: '0.1.14 to 0.33, server/images.go' },
  {
    text: 'pull model manifest: 401',
    asked: 'pull',
    verdict: 'registryRefuses',
    source: '0.1 to 0.33, server/images.go',
  },
  {
    text: 'pull model manifest: 403',
    asked: 'pull',
    verdict: 'registryRefuses',
    source: '0.1 to 0.33, server/images.go',
  },
  { text: 'realm host', asked: 'pull', verdict: 'registryRefuses', source: '0.14.3 to 0.33, server/auth.go' },
  {
    text: 'pull model manifest: 404',
    asked: 'pull',
    verdict: 'notInRegistry',
    source: '0.1 to 0.33, server/images.go',
  },
  { text: 'pull model manifest: 429', asked: 'pull', verdict: 'registryBusy', source: '0.1 to 0.33, server/images.go' },
  { text: 'pull model manifest: 5', asked: 'pull', verdict: 'registry', source: 'ollama/ollama#13132, #8873' },
  { text: 'dial tcp', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, net of Go' },
  { text: 'no such host', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, net of Go' },
  { text: 'connection refused', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, net of Go' },
  { text: 'connection reset', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, net of Go' },
  { text: 'forcibly closed', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, Windows' },
  { text: 'i/o timeout', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, net of Go' },
  { text: 'context deadline exceeded', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, net/http of Go' },
  { text: 'tls:', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, crypto/tls of Go' },
  { text: 'tls handshake', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, net/http of Go' },
  { text: 'x509:', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, crypto/x509 of Go' },
  { text: 'network is unreachable', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, the system' },
  { text: 'max retries exceeded', asked: 'pull', verdict: 'registry', source: '0.1 to 0.33, server/download.go' },
  { text: 'download stalled', asked: 'pull', verdict: 'registry', source: '0.15 to 0.33, x/imagegen/transfer' },
  { text: 'eof', asked: 'pull', verdict: 'registry', source: 'ollama/ollama#4177' },
  { text: 'pull model manifest: 4', asked: 'pull', verdict: 'registrySays', source: '0.1 to 0.33, server/images.go' },

  // The model is not there
  { text: 'not found, try pulling it first', verdict: 'notFound', source: '0.1.14 to 0.33, server/routes.go' },
  { text: 'model … not found', status: 404, verdict: 'notFound', source: '0.1 to 0.33, server/routes.go' },

  // The prompt
  { text: 'exceed_context_size_error', verdict: 'tooLong', source: '0.30 to 0.33, llama-server' },
  { text: 'exceeds the available context size', verdict: 'tooLong', source: '0.30 to 0.33, llama-server' },
  { text: 'exceeds the context length', verdict: 'tooLong', source: '0.12.6 to 0.33, runner, llm/llama_server.go' },
  { text: 'exceeds the context size', verdict: 'tooLong', source: '0.30 to 0.33, llama-server' },
  { text: 'exceeds maximum context length', verdict: 'tooLong', source: '0.3.14 to 0.33, server/routes.go' },
  { text: 'longer than the context', verdict: 'tooLong', source: '0.31 to 0.33, llm/llama_server.go' },

  // What the model cannot do
  {
    text: 'think value … is not supported for this model',
    verdict: 'thinkLevel',
    source: '0.11 to 0.12.6, server/routes.go',
  },
  { text: 'invalid thinking value', verdict: 'thinkLevel', source: '0.33, model/renderers/qwen35.go' },
  { text: 'invalid think value', verdict: 'thinkUnknown', source: '0.11 to 0.33, api/types.go' },
  { text: 'think must be a boolean or string', verdict: 'thinkUnknown', source: '0.11 to 0.33, api/types.go' },
  {
    text: 'prefill is incompatible with enable_thinking',
    verdict: 'cannotContinue',
    source: '0.30 to 0.33, llama-server',
  },
  { text: 'does not support thinking', verdict: 'noThinking', source: '0.9 to 0.33, server/routes.go' },
  { text: 'does not support chat', verdict: 'capability', source: '0.3 to 0.33, server/routes.go' },
  { text: 'does not support generate', verdict: 'capability', source: '0.3 to 0.33, server/routes.go' },
  { text: 'does not support completion', verdict: 'capability', source: '0.3 to 0.33, server/images.go' },
  { text: 'does not support tools', verdict: 'capability', source: '0.3 to 0.33, server/images.go' },
  { text: 'does not support insert', verdict: 'capability', source: '0.3 to 0.33, server/images.go' },
  { text: 'does not support vision', verdict: 'capability', source: '0.6.5 to 0.33, server/images.go' },
  { text: 'does not support audio', verdict: 'capability', source: '0.24 to 0.33, server/images.go' },
  { text: 'does not support embedding', verdict: 'capability', source: '0.9 to 0.33, server/images.go, llama-server' },
  { text: 'does not support image generation', verdict: 'capability', source: '0.14 to 0.33, server/images.go' },
  { text: 'does not support multimodal', verdict: 'capability', source: '0.30 to 0.33, llama-server' },
  { text: 'missing data required for image input', verdict: 'capability', source: '0.6.8 to 0.31, model/model.go' },
  { text: 'image input is not supported', verdict: 'capability', source: '0.30 to 0.33, llama-server' },
  { text: 'audio input is not supported', verdict: 'capability', source: '0.30 to 0.33, llama-server' },
  { text: "split vision models aren't supported", verdict: 'capability', source: '0.11 to 0.24, llm/server.go' },
  { text: 'only supports one image', verdict: 'capability', source: '0.4 to 0.24, server/prompt.go' },
  { text: 'invalid json schema in format', verdict: 'format', source: '0.5.13 to 0.24, llm/server.go' },
  { text: 'invalid format:', verdict: 'format', source: '0.5.13 to 0.33, llm/server.go' },
  { text: 'option … must be of', verdict: 'option', source: '0.1.14 to 0.33, api/types.go' },
  { text: 'error parsing tool call', verdict: 'toolCall', source: '0.12 to 0.33, harmony/harmonyparser.go' },
  { text: 'invalid tool call arguments', verdict: 'toolCall', source: '0.30 to 0.33, llm/llama_server.go' },
  { text: 'template: … executing', verdict: 'template', source: '0.1 to 0.33, text/template of Go' },

  // The model and this version
  { text: 'no longer compatible with your version', verdict: 'replaced', source: '0.9 to 0.33, server/routes.go' },
  { text: 'not supported by your version of ollama', verdict: 'outdated', source: '0.3 to 0.24, llm/server.go' },
  { text: 'unknown model architecture', verdict: 'outdated', source: '0.1 to 0.33, llama.cpp' },
  { text: 'unsupported model architecture', verdict: 'outdated', source: '0.5.13, model/model.go' },
  { text: 'unsupported architecture', verdict: 'outdated', source: '0.17 to 0.33, x/mlxrunner/model/base/base.go' },
  { text: 'model not supported', verdict: 'outdated', source: '0.12 to 0.31, model/model.go' },
  { text: 'tokenizer not supported', verdict: 'outdated', source: '0.12 to 0.31, model/model.go' },

  // Memory: before the crash that it ends in
  { text: 'requires more system memory', verdict: 'memory', source: '0.3 to 0.24, llm/server.go' },
  { text: 'requires more gpu memory', verdict: 'memory', source: '0.13 to 0.24, llm/server.go' },
  { text: 'model requires at least … of total memory', verdict: 'memory', source: '0.1.14, llm/llm.go' },
  { text: 'may not have enough available memory', verdict: 'memory', source: '0.1.14, llm/llama.go' },
  { text: 'unable to load full model on gpu', verdict: 'memory', source: '0.12 to 0.33, llm/server.go' },
  { text: 'memory layout cannot be allocated', verdict: 'memory', source: '0.12 to 0.24, llm/server.go' },
  { text: 'failed to allocate', verdict: 'memory', source: '0.12 to 0.33, llm/server.go, llm/status.go' },
  { text: 'unable to allocate', verdict: 'memory', source: '0.4 to 0.33, ggml' },
  { text: 'failed to commit memory', verdict: 'memory', source: '0.12 to 0.24, llm/server.go' },
  { text: 'allocation failed', verdict: 'memory', source: '0.30 to 0.33, llm/status.go' },
  { text: 'out of memory', verdict: 'memory', source: '0.1 to 0.33, ggml, CUDA' },
  { text: 'out-of-memory', verdict: 'memory', source: '0.33, llm/llama_server.go' },
  { text: 'out of device memory', verdict: 'memory', source: '0.30 to 0.33, llm/status.go' },
  { text: 'vk_error_out_of_device_memory', verdict: 'memory', source: '0.30 to 0.33, llm/status.go, Vulkan' },
  {
    text: 'kiogpucommandbuffercallbackerroroutofmemory',
    verdict: 'memory',
    source: '0.30 to 0.33, llm/status.go, Metal',
  },
  { text: 'cudamalloc failed', verdict: 'memory', source: '0.1.32 to 0.33, llm/status.go' },
  { text: 'hipmalloc failed', verdict: 'memory', source: '0.30 to 0.33, llm/status.go' },
  { text: 'insufficient memory', verdict: 'memory', source: '0.30 to 0.33, llm/status.go' },
  { text: 'not enough memory', verdict: 'memory', source: '0.30 to 0.33, llm/status.go' },

  // The runner
  { text: 'cuda error', verdict: 'gpuFailed', source: '0.1 to 0.33, llm/status.go, ollama/ollama#4442' },
  { text: 'rocm error', verdict: 'gpuFailed', source: '0.30 to 0.33, llm/status.go' },
  { text: 'exit status 0xc', verdict: 'gpuFailed', source: 'ollama/ollama#4442, #4572, #6554' },
  { text: 'timed out waiting for', verdict: 'timeout', source: '0.1 to 0.33, llm/server.go' },
  { text: 'has unexpectedly stopped', verdict: 'crashed', source: '0.9 to 0.33, llm/server.go' },
  { text: 'unable to load model', verdict: 'unreadable', source: '0.4 to 0.24, llama/llama.go' },
  { text: 'error loading model', verdict: 'unreadable', source: '0.1 to 0.33, llama.cpp' },
  { text: 'unsupported model format', verdict: 'unreadable', source: '0.1.32 to 0.33, fs/ggml/ggml.go' },
  { text: 'invalid file magic', verdict: 'unreadable', source: '0.1 to 0.33, fs/ggml/ggml.go' },
  {
    text: 'may be incompatible with your version of ollama',
    verdict: 'unreadable',
    source: '0.1.14 to 0.33, server/sched.go',
  },
  { text: 'runner process has terminated', verdict: 'crashed', source: '0.1 to 0.24, llm/server.go' },
  { text: 'runner process no longer running', verdict: 'crashed', source: '0.1.32 to 0.24, llm/server.go' },
  { text: 'llama runner exited', verdict: 'crashed', source: '0.1.14, llm/llama.go' },
  { text: 'failed to start a llama runner', verdict: 'crashed', source: '0.1.14, llm/llama.go' },
  { text: 'error starting runner', verdict: 'crashed', source: '0.5.13 to 0.24, llm/server.go' },
  { text: 'error starting the external llama server', verdict: 'crashed', source: '0.3, llm/server.go' },
  { text: 'llama-server process', verdict: 'crashed', source: '0.30 to 0.33, llm/llama_server.go' },
  { text: 'llama-server startup failed', verdict: 'crashed', source: '0.33, llm/llama_server.go' },
  { text: 'model failed to load, this may be due to', verdict: 'crashed', source: '0.15 to 0.24, llm/server.go' },
  {
    text: 'error was encountered while running the model',
    verdict: 'crashed',
    source: '0.3 to 0.33, llm/server.go, ollama/ollama#10953',
  },
  { text: 'post predict:', verdict: 'crashed', source: '0.1 to 0.6, llm/server.go, ollama/ollama#9849, #7640' },
  { text: 'do embedding request:', verdict: 'crashed', source: '0.3 to 0.33, llm/server.go' },
  { text: 'do encode request:', verdict: 'crashed', source: '0.1 to 0.5, llm/server.go' },
  { text: 'error reading llm response', verdict: 'crashed', source: '0.1 to 0.24, llm/server.go' },
  { text: 'error reading llama-server', verdict: 'crashed', source: '0.30 to 0.33, llm/llama_server.go' },
  { text: 'health resp:', verdict: 'crashed', source: '0.1.32 to 0.33, llm/server.go' },
  { text: 'server not responding', verdict: 'crashed', source: '0.1.32 to 0.33, llm/server.go' },
  { text: 'ggml_assert', verdict: 'crashed', source: '0.1.32 to 0.33, llm/status.go' },
  { text: 'signal: killed', verdict: 'crashed', source: '0.1 to 0.33, os/exec of Go' },
  { text: 'unexpected eof', asked: 'other', verdict: 'crashed', source: 'ollama/ollama#10953, #10909' },

  // Another program: LM Studio answers so with status 200
  {
    text: 'unexpected endpoint or method',
    verdict: 'otherProgram',
    source: 'lmstudio-ai/lmstudio-bug-tracker#618, #190',
  },

  // The server itself, in the words of its web framework
  { text: '404 page not found', status: 404, verdict: 'noEndpoint', source: '0.1 to 0.33, gin' },
  { text: '405 method not allowed', status: 405, verdict: 'noEndpoint', source: '0.1 to 0.33, gin' },
]

/** What a status means when Ollama's text is not known. */
export const byStatus: Readonly<Record<number, VerdictName>> = {
  401: 'keyNeeded',
  402: 'subscription',
  403: 'forbidden',
  404: 'notFound',
  412: 'outdated',
  429: 'rateLimited',
  503: 'busy',
  504: 'timeout',
}

/** The row that decides about a text in lower case; undefined where none knows it. */
export const findRow = (text: string, asked: Asked, status: number): ErrorRow | undefined =>
  errorTable.find(
    (row) =>
      (row.asked === undefined || row.asked === asked) &&
      (row.status === undefined || row.status === status) &&
      matches(row, text),
  )

/**
 * Whether the parts of a row's text stand in a text one after another; both in lower case. The first part has to begin a
 * word, since "eof" is inside "geofence".
 */
function matches(row: ErrorRow, text: string): boolean {
  const [first = '', ...others] = row.text.split('…')
  let at = text.indexOf(first)
  while (at > 0 && isLetter(text.charCodeAt(at - 1))) at = text.indexOf(first, at + 1)
  let from = at + first.length
  return (
    at >= 0 &&
    others.every((part) => {
      const next = text.indexOf(part, from)
      from = next + part.length
      return next >= 0
    })
  )
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122
