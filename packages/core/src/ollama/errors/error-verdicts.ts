import type { ErrorCode } from '@ollama-dashboard/contracts'

/** What is said of a failure, whatever words Ollama had for it. */
export interface Verdict {
  readonly code: ErrorCode
  /** `text`: Ollama's words, fit to be shown. `model`: the model in quotes, or "the model". */
  readonly message: (text: string, model: string) => string
  readonly hint?: string
  /** Whether the same request may succeed a moment later; by the status of the answer when absent. */
  readonly transient?: boolean
  /** The field of the request that Ollama does not accept, as a JSON pointer. */
  readonly field?: string
}

const says = (text: string) => text

export const verdicts = {
  notFound: {
    code: 'model_not_found',
    message: (_, model) => `${model} is not installed.`,
    hint: 'Pull it first.',
    transient: false,
  },
  notInRegistry: {
    code: 'model_not_found',
    message: (_, model) => `The registry has no ${model}.`,
    hint: 'Check the name and the tag.',
    transient: false,
  },
  busy: {
    code: 'ollama_busy',
    message: () => 'The request queue of Ollama is full.',
    hint: 'Wait a moment, or raise OLLAMA_MAX_QUEUE on the server.',
    transient: true,
  },
  rateLimited: {
    code: 'ollama_busy',
    message: () => 'Ollama, or a gateway in front of it, is rate limiting requests.',
    hint: 'Wait a moment, then try again.',
    transient: true,
  },
  loading: {
    code: 'ollama_busy',
    message: (_, model) => `Ollama is still loading ${model}.`,
    hint: 'Wait a moment, then try again.',
    transient: true,
  },
  timeout: {
    code: 'ollama_timeout',
    message: () => 'Ollama timed out.',
    hint: 'Try again, or check the Ollama log.',
  },
  capability: { code: 'capability_missing', message: says, transient: false },
  noThinking: {
    code: 'capability_missing',
    message: (_, model) => `${capitalised(model)} does not support thinking.`,
    hint: 'Turn thinking off for this model.',
    transient: false,
    field: '/body/think',
  },
  cannotContinue: {
    code: 'capability_missing',
    message: (_, model) => `${capitalised(model)} cannot continue a reply while thinking is on.`,
    hint: 'Turn thinking off for this model, or ask again.',
    transient: false,
  },
  thinkLevel: {
    code: 'capability_missing',
    message: (_, model) => `${capitalised(model)} supports thinking on or off only, without levels.`,
    hint: 'Set thinking to on or off.',
    transient: false,
    field: '/body/think',
  },
  thinkUnknown: {
    code: 'capability_missing',
    message: () => 'This version of Ollama does not support that thinking level.',
    hint: 'Choose another level, or update Ollama.',
    transient: false,
    field: '/body/think',
  },
  format: {
    code: 'validation_failed',
    message: (text) => `Ollama rejected the format: ${text}`,
    hint: 'Use "json" or a JSON Schema.',
    transient: false,
    field: '/body/format',
  },
  option: {
    code: 'ollama_error',
    message: (text) => `Ollama rejected a setting: ${text}`,
    hint: 'Correct it in the model settings.',
    transient: false,
  },
  toolCall: {
    code: 'ollama_error',
    // Ollama quotes what the model wrote, which is part of a conversation.
    message: () => 'The model wrote a tool call that Ollama cannot read.',
    hint: 'Try again, or use fewer tools.',
    transient: false,
  },
  template: {
    code: 'ollama_error',
    message: (_, model) => `The template of ${model} cannot be used with these messages.`,
    hint: 'Pull the model again, or use another one.',
    transient: false,
  },
  tooLong: {
    code: 'prompt_too_long',
    message: () => 'The prompt is longer than the context.',
    hint: 'Increase the context, or shorten the prompt.',
    transient: false,
  },
  memory: {
    code: 'insufficient_memory',
    message: (text, model) => `There is not enough memory for ${model}: ${text}`,
    hint: 'Stop another model, or start this one with a smaller context.',
    transient: false,
  },
  crashed: {
    code: 'runner_crashed',
    message: (_, model) => `The runner of ${model} stopped unexpectedly.`,
    hint: 'It may have run out of memory. Check the Ollama log.',
    transient: false,
  },
  gpuFailed: {
    code: 'runner_crashed',
    message: (text, model) => `The runner of ${model} stopped unexpectedly: ${text}`,
    hint: 'Update Ollama and the GPU driver. Check the Ollama log.',
    transient: false,
  },
  outdated: {
    code: 'model_incompatible',
    message: (_, model) => `This version of Ollama is too old for ${model}.`,
    hint: 'Update Ollama, then try again.',
    transient: false,
  },
  unreadable: {
    code: 'model_incompatible',
    message: (_, model) => `Ollama cannot read the files of ${model}.`,
    hint: 'Update Ollama, or pull the model again.',
    transient: false,
  },
  replaced: {
    code: 'model_incompatible',
    message: (_, model) => `${capitalised(model)} was made for an older version of Ollama.`,
    hint: 'Pull it again to get the current version.',
    transient: false,
  },
  storage: {
    code: 'insufficient_storage',
    message: () => 'No space left on the model disk.',
    hint: 'Delete a model you do not need.',
    transient: false,
  },
  permission: {
    code: 'ollama_error',
    message: () => 'Ollama has no permission for its model folder.',
    hint: 'Make the user that runs Ollama the owner of the folder.',
    transient: false,
  },
  // Ollama has tried for minutes before it says so: what fails in a pull for the registry's sake is not tried again.
  registry: {
    code: 'registry_unreachable',
    message: () => 'The model registry is unreachable.',
    hint: "Check the server's internet connection, then try again.",
  },
  registryBusy: {
    code: 'registry_error',
    message: () => 'The registry is rate limiting requests.',
    hint: 'Wait a while, then pull again.',
  },
  registryRefuses: {
    code: 'registry_error',
    message: (_, model) => `The registry does not allow this server to pull ${model}.`,
    hint: "Check the name. For a private or gated model, add Ollama's public key (~/.ollama/id_ed25519.pub) to your registry account.",
    transient: false,
  },
  registryInsecure: {
    code: 'registry_error',
    message: () => 'The registry uses http. Ollama requires https.',
    hint: 'Install a TLS certificate for the registry.',
    transient: false,
  },
  registrySays: {
    code: 'registry_error',
    message: (text) => `The registry refused the pull: ${text}`,
    transient: false,
  },
  sharded: {
    code: 'registry_error',
    message: () => 'That tag is split into several files; Ollama cannot pull it.',
    hint: 'Choose another tag, or merge its files: https://github.com/ollama/ollama/issues/5245',
    transient: false,
  },
  damaged: {
    code: 'registry_error',
    message: () => 'The download does not match the checksum of the registry.',
    hint: 'Pull it again; the damaged part is downloaded again.',
  },
  signIn: {
    code: 'cloud_sign_in_required',
    message: (_, model) => `${capitalised(model)} runs on ollama.com, and this Ollama server is not signed in.`,
    hint: 'Sign in on the server: ollama signin',
    transient: false,
  },
  subscription: {
    code: 'cloud_subscription_required',
    message: (_, model) => `${capitalised(model)} needs an ollama.com subscription.`,
    hint: 'Choose another model, or upgrade: https://ollama.com/upgrade',
    transient: false,
  },
  cloudLimit: {
    code: 'cloud_limit_reached',
    message: (text) => `The ollama.com account has reached its ${periodOf(text)}limit.`,
    hint: 'Try again later, use a local model, or upgrade: https://ollama.com/upgrade',
    transient: false,
  },
  cloudOff: {
    code: 'ollama_error',
    message: () => 'Cloud models are disabled on this server.',
    hint: 'To use them, remove OLLAMA_NO_CLOUD from its environment.',
    transient: false,
  },
  cloudUnreachable: {
    code: 'ollama_error',
    message: () => 'Ollama cannot reach ollama.com.',
    hint: "Check the server's internet connection, then try again.",
  },
  keyNeeded: {
    code: 'ollama_unauthorized',
    message: () => 'Ollama requires an API key.',
    hint: 'Set OLLAMA_API_KEY, or add user name and password to the Ollama address.',
    transient: false,
  },
  forbidden: {
    code: 'ollama_unauthorized',
    message: (text) => `Ollama denied access: ${text}`,
    hint: 'Check the API key, or the user name and password, that the dashboard sends.',
    transient: false,
  },
  foreignHost: {
    code: 'ollama_unauthorized',
    message: () => 'Ollama rejects requests for that host name.',
    hint: 'Use its IP address in OLLAMA_HOST, or set OLLAMA_HOST=0.0.0.0 on the Ollama server.',
    transient: false,
  },
  noEndpoint: {
    code: 'ollama_error',
    message: () => 'This version of Ollama does not support the request.',
    hint: 'Update Ollama, or check the path in the Ollama address.',
    transient: false,
  },
  otherProgram: {
    code: 'ollama_error',
    message: () => 'The server at that address is not Ollama.',
    hint: 'Check the host and port. The default port of Ollama is 11434.',
    transient: false,
  },
  other: { code: 'ollama_error', message: (text) => `Ollama returned an error: ${text}` },
} as const satisfies Record<string, Verdict>

export type VerdictName = keyof typeof verdicts

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The limits that ollama.com has had so far. */
const periodOf = (text: string): string => {
  const period = ['hourly', 'session', 'daily', 'weekly', 'monthly'].find((word) => text.toLowerCase().includes(word))
  return period === undefined ? '' : `${period} `
}
