import { DashboardError } from '../../kernel/errors.ts'
import { isObject } from '../answers/json-value.ts'
import { isTransientConnection } from './connection-errors.ts'
import { byStatus, findRow } from './error-table.ts'
import { type ErrorWords, publicText, readErrorWords } from './error-text.ts'
import { type Verdict, type VerdictName, verdicts } from './error-verdicts.ts'
import { proxyAnswer } from './proxy-answers.ts'

/** What an answer that failed consists of. */
export interface FailedAnswer {
  readonly status: number
  readonly body: string
  readonly retryAfterSeconds?: number
}

export interface FailureContext {
  /** The model that was asked for, to be named in the message. */
  readonly model?: string
  readonly pulling?: boolean
}

const defaultRetrySeconds = 5

/**
 * An answer of Ollama's that failed, as the failure a caller may see. What is not in Ollama's form comes from a proxy
 * in front of it; for the rest, the table of texts decides, then the status.
 */
export function ollamaFailure(answer: FailedAnswer, context: FailureContext = {}): DashboardError {
  const words = readErrorWords(answer.body)
  const text = words.text.toLowerCase()
  const known = verdictOf(answer, words, text, context)
  if (known === null) return proxyFailure(answer, text)
  const verdict: Verdict = verdicts[known]
  const { code, hint, field } = verdict
  const shown = publicText(words.text)
  const message = verdict.message(shown, context.model ? `"${context.model}"` : 'the model')
  return new DashboardError(code, message, {
    ...(hint !== undefined && { hint }),
    cause: new FailedAnswerCause(answer.status, verdict.transient ?? isTransientStatus(answer.status)),
    ...(field !== undefined && { fieldErrors: [{ path: field, message }] }),
    ...(code === 'prompt_too_long' && { details: { prompt_too_long: overflowOf(words) } }),
    ...(code === 'cloud_sign_in_required' &&
      words.signInUrl !== null && { details: { cloud_sign_in_required: { sign_in_url: words.signInUrl } } }),
    ...retryAfter(verdict.transient === true || code === 'cloud_limit_reached', answer, code === 'ollama_busy'),
  })
}

/** Null: no words of Ollama's. */
function verdictOf(
  { status }: FailedAnswer,
  words: ErrorWords,
  text: string,
  { model, pulling }: FailureContext,
): VerdictName | null {
  if (words.asksSignIn) return 'signIn'
  // Ollama's check of the host name and origin answers without a body: server/routes.go, allowedHostsMiddleware.
  if (status === 403 && text === '') return 'foreignHost'
  const row = findRow(text, pulling ? 'pull' : 'other', status)
  // Words that are certain count without Ollama's form too; a page for people may have any.
  const isCertain = row?.asked === undefined && !text.startsWith('<')
  if (row && (words.isOllama || isCertain)) return row.verdict
  if (!words.isOllama && status >= 400) return null
  if (status === 401 && isCloudModel(model)) return 'signIn'
  if (status === 404 && pulling) return 'notInRegistry'
  // Its own paths are all known to Ollama: what has none of them is llama-server, or a gateway for other clients.
  if (status === 404 && !model) return 'otherProgram'
  return byStatus[status] ?? 'other'
}

/** Whether the name is that of a model on ollama.com: `gpt-oss:120b-cloud`, `glm-5:cloud`. */
const isCloudModel = (model: string | undefined): boolean =>
  model !== undefined && (model.endsWith('-cloud') || model.endsWith(':cloud'))

function proxyFailure(answer: FailedAnswer, text: string): DashboardError {
  const { code, what, hint, transient } = proxyAnswer(answer.status, text)
  return new DashboardError(code, `A proxy in front of Ollama returned status ${answer.status}: ${what}.`, {
    hint,
    cause: new FailedAnswerCause(answer.status, transient),
    ...retryAfter(transient, answer, code === 'ollama_busy'),
  })
}

/**
 * An answer of 300 to 399. Redirects are not followed: keys and prompts go where the configuration says, and nowhere
 * that an answer says. `location` is shown without path and query, which may hold what opens a session.
 */
export function redirectFailure(status: number, location: string | null, from: URL): DashboardError {
  const target = location !== null && URL.canParse(location, from.origin) ? new URL(location, from.origin) : null
  const isElsewhere = target !== null && target.origin !== from.origin && /^https?:$/.test(target.protocol)
  const where = isElsewhere ? ` to ${target.origin}` : ' to another path, probably a sign-in page'
  return new DashboardError('ollama_error', `The Ollama address redirects${target ? where : ''} (${status}).`, {
    hint: isElsewhere
      ? 'Redirects are not followed. If the target is your server, set OLLAMA_HOST to it.'
      : 'Give the dashboard access through the proxy, with an API key or a user name and password.',
    cause: new FailedAnswerCause(status, false),
  })
}

/** What answers with a page for people, whatever its status, is not Ollama. */
export const notOllama = (cause?: unknown): DashboardError =>
  new DashboardError('ollama_error', 'The server at that address is not Ollama.', {
    hint: 'Check the address of the server.',
    cause,
  })

/** An error that an answer of 200, or a line of a stream, holds; null where it holds none. */
export function errorIn(answer: unknown): string | null {
  const error = isObject(answer) ? answer['error'] : undefined
  return saysNothing(error) ? null : JSON.stringify(answer)
}

/** Some servers write every field of their record, this one as null, false or empty. */
const saysNothing = (error: unknown): boolean =>
  !error || (typeof error === 'object' && Object.keys(error).length === 0)

const retryAfter = (makesSense: boolean, { retryAfterSeconds }: FailedAnswer, isBusy: boolean) => {
  const seconds = retryAfterSeconds ?? (isBusy ? defaultRetrySeconds : undefined)
  return makesSense && seconds !== undefined ? { retryAfterSeconds: seconds } : {}
}

const overflowOf = ({ promptTokens, contextLength }: ErrorWords) => ({
  prompt_tokens: promptTokens,
  context_length: contextLength,
  context_needed: null,
  context_needed_fits: null,
})

/** Why an answer failed, kept as the cause: another try may succeed. */
class FailedAnswerCause extends Error {
  override readonly name = 'FailedAnswerCause'
  readonly status: number
  readonly transient: boolean

  constructor(status: number, transient: boolean) {
    super(`Ollama returned status ${status}.`)
    this.status = status
    this.transient = transient
  }
}

/** Whether a server answered that it has no such path or model. */
export const isNotFound = (error: DashboardError): boolean =>
  error.cause instanceof FailedAnswerCause && error.cause.status === 404

const isTransientStatus = (status: number): boolean => [429, 502, 503, 504].includes(status)

/** Whether the same request may well succeed a moment later. A silence that used up its whole time limit is not repeated. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof DashboardError)) return false
  if (error.cause instanceof FailedAnswerCause) return error.cause.transient
  return error.code === 'ollama_busy' || (error.code === 'ollama_unreachable' && isTransientConnection(error))
}
