interface KnownMessage {
  /** Part of the line in lower case; "…" stands for anything between two parts. */
  readonly text: string
  readonly explanation: string
  /** Where the text stands: versions and file of Ollama's source, or an issue. */
  readonly source: string
}

/** What Ollama logs and people ask about; the first row that matches counts. Texts are searched for as they are, never as patterns. */
const knownMessages: readonly KnownMessage[] = [
  {
    text: 'bind: address already in use',
    explanation:
      'Another program uses the port, often a second Ollama. Stop it, or give this one another port in OLLAMA_HOST.',
    source: '0.1 to 0.33, net of Go, through cmd/cmd.go',
  },
  {
    text: 'only one usage of each socket address',
    explanation:
      'Another program uses the port, often the Ollama of the tray. Quit it, or give this one another port in OLLAMA_HOST.',
    source: '0.1 to 0.33, Windows, through cmd/cmd.go',
  },
  {
    text: 'bind: cannot assign requested address',
    explanation: 'OLLAMA_HOST names an address that this machine does not have.',
    source: '0.1 to 0.33, net of Go, through cmd/cmd.go',
  },
  {
    text: 'bind: permission denied',
    explanation: 'This user may not use that port. Take one above 1023 in OLLAMA_HOST.',
    source: '0.1 to 0.33, net of Go, through cmd/cmd.go',
  },
  {
    text: 'no space left on device',
    explanation: 'The disk is full. Delete models that nobody uses, or move OLLAMA_MODELS to a larger disk.',
    source: '0.1 to 0.33, the system',
  },
  {
    text: 'id_ed25519: permission denied',
    explanation: 'Ollama cannot read its own key. The folder .ollama of its user has to belong to that user.',
    source: 'ollama/ollama#1838, #4427, auth/auth.go',
  },
  {
    text: 'permission denied',
    explanation:
      'The user of Ollama may not read or write a file. The folder OLLAMA_MODELS has to belong to that user.',
    source: '0.1 to 0.33, the system, through server/download.go',
  },
  {
    text: 'read-only file system',
    explanation: 'Ollama cannot write where its models are. Mount the folder OLLAMA_MODELS writable.',
    source: '0.1 to 0.33, the system',
  },
  {
    text: 'corrupt manifests detected',
    explanation:
      'A model is damaged, so that Ollama does not remove unused files. Pull that model again, or delete it.',
    source: '0.5 to 0.33, server/routes.go',
  },
  {
    text: 'digest mismatch',
    explanation: 'A download was damaged. Pull the model again.',
    source: '0.1 to 0.33, server/images.go',
  },
  {
    text: 'exec format error',
    explanation: 'This ollama program is for another processor. Install the one for this machine.',
    source: 'the system',
  },
  {
    text: 'glibc_',
    explanation: 'The system is too old for this ollama program. Update the system, or run Ollama in a container.',
    source: 'ollama/ollama#4033, the dynamic linker',
  },
  {
    text: 'driver/library version mismatch',
    explanation:
      'The NVIDIA driver was updated while the old one is loaded. Restart the machine; models run on the CPU until then.',
    source: 'NVIDIA Management Library',
  },
  {
    text: 'no compatible gpus were discovered',
    explanation:
      'Ollama found no GPU that it can use, so that models run on the CPU. Check the driver, and --gpus of a container.',
    source: '0.1.29 to 0.12, discover/gpu.go',
  },
  {
    text: 'inference compute … library=cpu',
    explanation:
      'Ollama found no GPU that it can use, so that models run on the CPU. Check the driver, and --gpus of a container.',
    source: '0.1.34 to 0.33, discover/types.go',
  },
  {
    text: "gpu vram usage didn't recover within timeout",
    explanation:
      'The memory of the GPU was not free in time after a model left. Another program may use it, or a runner hangs.',
    source: '0.1.33 to 0.33, server/sched.go',
  },
  {
    text: 'out of memory',
    explanation: 'A model and its context need more memory than there is. Use a shorter context, or stop other models.',
    source: '0.1 to 0.33, ggml, CUDA',
  },
  {
    text: 'requires more system memory',
    explanation:
      'A model needs more memory than is free. Use a smaller model or a shorter context, or stop other programs.',
    source: '0.3 to 0.24, llm/server.go',
  },
  {
    text: 'model request too large for system',
    explanation: 'A model needs more memory than this machine has. Use a smaller one or a shorter context.',
    source: '0.1.33 to 0.33, llm/server.go',
  },
  {
    text: 'predicted usage exceeds vram',
    explanation: 'Models may need more memory than the GPU has. Use a shorter context, or fewer models at once.',
    source: '0.1.33 to 0.24, server/sched.go',
  },
  {
    text: 'signal: killed',
    explanation: 'The system ended the runner of a model, mostly because memory ran out.',
    source: 'ollama/ollama#3506, #8599',
  },
  {
    text: 'llama runner terminated',
    explanation: 'The runner of a model crashed. The lines before say why; the next request starts it again.',
    source: '0.1.32 to 0.24, llm/server.go',
  },
  {
    text: 'cuda error',
    explanation:
      'The GPU or its driver failed. Load the model again; if it fails again, restart Ollama or update the driver.',
    source: '0.1 to 0.33, llm/status.go',
  },
  {
    text: 'timed out waiting for llama runner',
    explanation:
      'A model took too long to load. A slow disk is the usual reason; OLLAMA_LOAD_TIMEOUT gives it more time.',
    source: '0.1.32 to 0.33, llm/server.go',
  },
  {
    text: 'truncating input prompt',
    explanation: 'A prompt was longer than the context, and its beginning was cut. Give the model a longer context.',
    source: '0.1 to 0.24, runner/ollamarunner/runner.go',
  },
  {
    text: 'requested context size too large for model',
    explanation: 'The model was trained for a shorter context than was asked for; Ollama uses that one.',
    source: '0.1.33 to 0.33, llm/server.go',
  },
  {
    text: 'quantized kv cache requested but flash attention disabled',
    explanation: 'OLLAMA_KV_CACHE_TYPE has no effect without OLLAMA_FLASH_ATTENTION=1.',
    source: '0.5 to 0.33, fs/ggml/ggml.go, llm/server.go',
  },
  {
    text: 'must be enabled to use a quantized ollama_kv_cache_type',
    explanation: 'OLLAMA_KV_CACHE_TYPE has no effect without OLLAMA_FLASH_ATTENTION=1.',
    source: '0.5 to 0.33, llm/server.go',
  },
  {
    text: 'invalid environment variable, using default',
    explanation: 'Ollama does not understand the value of this variable and uses its own.',
    source: '0.3 to 0.33, envconfig/config.go',
  },
  {
    text: 'user overrode visible devices',
    explanation: 'A variable limits which GPUs Ollama sees. Remove it if GPUs are missing.',
    source: '0.1.39 to 0.33, discover/gpu.go',
  },
  {
    text: 'client connection closed before server finished loading',
    explanation: 'Whoever asked left while the model was loaded, so that the load was ended.',
    source: '0.1.32 to 0.33, llm/server.go',
  },
  {
    text: 'maximum pending requests exceeded',
    explanation: 'More requests wait than OLLAMA_MAX_QUEUE allows, so that this one was refused.',
    source: '0.1.33 to 0.33, server/sched.go',
  },
  {
    text: 'dial tcp: lookup',
    explanation: 'A host name could not be resolved. Check the network and the DNS of this machine.',
    source: '0.1 to 0.33, net of Go',
  },
  {
    text: 'x509: certificate',
    explanation:
      'A certificate is not trusted, as behind a proxy of a company. Install its authority for the user of Ollama.',
    source: '0.1 to 0.33, crypto/x509 of Go',
  },
  {
    text: 'generating new private key',
    explanation: 'Ollama starts for the first time for this user, and made the key by which it is known to ollama.com.',
    source: '0.1 to 0.33, cmd/cmd.go',
  },
]

const rows = knownMessages.map(({ text, explanation }) => ({
  parts: text.split('…').map((part) => part.trim()),
  explanation,
}))

/** What a line of Ollama's log means, in plain English, and what to do; null where it is not known. */
export function explanationOf(line: string): string | null {
  const text = line.toLowerCase()
  return rows.find(({ parts }) => holds(text, parts))?.explanation ?? null
}

function holds(text: string, parts: readonly string[]): boolean {
  let from = 0
  return parts.every((part) => {
    const at = text.indexOf(part, from)
    from = at + part.length
    return at >= 0
  })
}
