import type { ErrorCode } from '@ollama-dashboard/contracts'
import { DashboardError, type DashboardErrorOptions, type PromptOverflow } from '../errors.ts'
import { isObject } from './json-value.ts'

/** What an answer that failed consists of. */
export interface FailedAnswer {
  readonly status: number
  readonly body: string
  readonly retryAfterSeconds?: number
}

interface Verdict {
  readonly code: ErrorCode
  readonly message: (text: string, model: string) => string
  readonly hint?: string
}

const says = (text: string) => text

const verdicts = {
  notFound: { code: 'model_not_found', message: (_, model) => `${model} is not installed.`, hint: 'Pull it first.' },
  busy: {
    code: 'ollama_busy',
    message: () => 'Ollama has as many requests waiting as it takes.',
    hint: 'Wait a moment, or raise OLLAMA_MAX_QUEUE on the server.',
  },
  timeout: {
    code: 'ollama_timeout',
    message: () => 'Ollama gave up waiting.',
    hint: 'Try again, or look into its log.',
  },
  capability: { code: 'capability_missing', message: says },
  tooLong: {
    code: 'prompt_too_long',
    message: () => 'The prompt is longer than the context.',
    hint: 'Raise the context, or shorten the prompt.',
  },
  memory: {
    code: 'insufficient_memory',
    message: (text, model) => `There is not enough memory for ${model}: ${text}`,
    hint: 'Stop another model, or start this one with a smaller context.',
  },
  crashed: {
    code: 'runner_crashed',
    message: (_, model) => `The runner of ${model} stopped unexpectedly.`,
    hint: "Often memory ran out. Ollama's log tells more.",
  },
  storage: {
    code: 'insufficient_storage',
    message: () => 'There is no space left on the disk of the models.',
    hint: 'Delete a model you do not need.',
  },
  registry: {
    code: 'registry_unreachable',
    message: () => 'The registry that the model comes from cannot be reached.',
    hint: "Check the server's internet connection, then try again.",
  },
  other: { code: 'ollama_error', message: (text) => `Ollama answered: ${text}` },
} as const satisfies Record<string, Verdict>

/** In this order: an earlier line is the more certain one. Whole words only, for "ram" is inside "parameter". */
const byText: readonly (readonly [RegExp, keyof typeof verdicts])[] = [
  [/\bmaximum pending requests exceeded\b|\bserver busy\b/i, 'busy'],
  [
    /\bexceed_context_size_error\b|\bexceeds the (?:available )?context (?:size|length)\b|\blonger than the context\b/i,
    'tooLong',
  ],
  [
    /\bdoes not support\b|\bnot support(?:ed)? (?:embeddings|multimodal)\b|\bmodel does not support multimodal\b/i,
    'capability',
  ],
  [/\bno space left on device\b|\bdisk (?:is )?full\b/i, 'storage'],
  [
    /\brequires more (?:system |gpu )?memory\b|\bout of memory\b|\bunable to load full model on gpu\b|\bcudaMalloc failed\b|\binsufficient memory\b/i,
    'memory',
  ],
  [
    /\brunner (?:process )?(?:has )?(?:unexpectedly stopped|terminated)\b|\brunner process (?:no longer running|has terminated)\b|\bllama-server process has terminated\b/i,
    'crashed',
  ],
  [/\btimed out waiting for\b/i, 'timeout'],
]

const pullTexts: readonly (readonly [RegExp, keyof typeof verdicts])[] = [
  [/\bfile does not exist\b/i, 'notFound'],
  [
    /\b(?:dial tcp|no such host|connection refused|connection reset|i\/o timeout|TLS handshake|network is unreachable|max retries exceeded)\b/i,
    'registry',
  ],
]

const byStatus: Readonly<Record<number, keyof typeof verdicts>> = { 404: 'notFound', 503: 'busy', 504: 'timeout' }

export interface FailureContext {
  /** The model that was asked for, to be named in the message. */
  readonly model?: string
  readonly pulling?: boolean
}

/** An answer of Ollama's that failed, as the failure a caller may see. Status first, then whole words of its text. */
export function ollamaFailure(answer: FailedAnswer, context: FailureContext = {}): DashboardError {
  const text = errorText(answer.body)
  const found = (list: typeof byText) => list.find(([pattern]) => pattern.test(text))?.[1]
  const isMissingModel = answer.status === 404 && /\bmodel\b.*\bnot found\b/i.test(text)
  const kind =
    (isMissingModel ? 'notFound' : undefined) ??
    (context.pulling ? found(pullTexts) : undefined) ??
    found(byText) ??
    (answer.status === 404 && !context.model ? 'other' : byStatus[answer.status]) ??
    'other'
  const verdict: Verdict = verdicts[kind]
  const options: DashboardErrorOptions = {
    ...(verdict.hint && {
      hint: context.pulling && kind === 'notFound' ? 'Check the name and the tag.' : verdict.hint,
    }),
    cause: new FailedStatus(answer.status),
    ...(kind === 'tooLong' && { overflow: overflowOf(answer.body) }),
    ...(kind === 'busy' && { retryAfterSeconds: answer.retryAfterSeconds ?? 5 }),
  }
  const message = context.pulling && kind === 'notFound' ? `The registry has no ${nameOf(context)}.` : undefined
  return new DashboardError(verdict.code, message ?? verdict.message(publicText(text), nameOf(context)), options)
}

const nameOf = ({ model }: FailureContext): string => (model ? `"${model}"` : 'the model')

/** The words of an error, unwrapped: llama-server's own answer arrives as JSON text inside `error`. */
function errorText(body: string): string {
  let text = body.trim()
  for (let depth = 0; depth < 4; depth += 1) {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return text
    }
    const inner: unknown = isObject(value) ? (value['error'] ?? value['message']) : value
    if (isObject(inner)) {
      // The type stays in front: it is what newer servers are told apart by.
      const { type, message } = inner
      return [type, message].filter((part) => typeof part === 'string').join(': ')
    }
    if (typeof inner !== 'string') return ''
    text = inner
  }
  return text
}

/** Newer servers count the tokens of a prompt that they refuse. */
function overflowOf(body: string): PromptOverflow {
  const count = (name: string) => Number(new RegExp(`"${name}\\\\*":(\\d+)`).exec(body)?.[1] ?? Number.NaN)
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  return {
    prompt_tokens: known(count('n_prompt_tokens')),
    context_length: known(count('n_ctx')),
    context_needed: null,
    context_needed_fits: null,
  }
}

/** Ollama's own words without addresses and paths, which are the server's business, and not longer than a person reads. */
function publicText(text: string): string {
  const clean = text
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"']+/gi, '…')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '…')
    .replace(/(^|[\s"'(=:])(?:\/[^\s"':]+){2,}|[A-Z]:\\[^\s"']+/g, '$1…')
    .trim()
  return clean.length > 300 ? `${clean.slice(0, 300)}…` : clean || 'an error without a text'
}

/** Codes of the system and of undici that mean that nobody answered; another try may find somebody. */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
])

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
  EPIPE: 'closed the connection',
  ENOTFOUND: 'has a name that cannot be resolved',
  EAI_AGAIN: 'has a name that cannot be resolved',
  EHOSTUNREACH: 'is on a host that cannot be reached',
  ENETUNREACH: 'is on a network that cannot be reached',
}

/** A request that got no answer, as the failure a caller may see; whatever is not of the network is given back as it is. */
export function connectionFailure(error: unknown): unknown {
  const code = connectionCode(error)
  if (code === null) return error
  return new DashboardError('ollama_unreachable', `Ollama ${words[code] ?? 'does not answer'}.`, {
    hint: 'Start Ollama, or check its address.',
    cause: error,
  })
}

/** The first known code in the chain of causes. */
function connectionCode(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && connectionCodes.has(at.code)) return at.code
    if (at instanceof AggregateError) return connectionCode(at.errors[0])
  }
  return null
}

/** The status of an answer that failed, kept as the cause: some statuses mean that another try may succeed. */
class FailedStatus extends Error {
  override readonly name = 'FailedStatus'
  readonly status: number

  constructor(status: number) {
    super(`Ollama answered with status ${status}.`)
    this.status = status
  }
}

const transientStatuses = new Set([429, 502, 503, 504])

/** These stay what they are, whatever status they came with. */
const permanentCodes = new Set<ErrorCode>([
  'model_not_found',
  'insufficient_memory',
  'insufficient_storage',
  'capability_missing',
])

/** Whether the same request may well succeed a moment later. A silence that used up its whole time limit is not repeated. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof DashboardError) || permanentCodes.has(error.code)) return false
  if (error.code === 'ollama_unreachable' || error.code === 'ollama_busy') return true
  return error.cause instanceof FailedStatus && transientStatuses.has(error.cause.status)
}
