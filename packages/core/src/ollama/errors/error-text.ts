import { isIP } from 'node:net'
import { isObject, type JsonObject, textOf } from '../answers/json-value.ts'

/** Max characters of an upstream error that are processed. */
const maxTextLength = 4096
const maxShownLength = 300

/** What an answer that failed says. */
export interface ErrorWords {
  /** Unwrapped and cut. */
  readonly text: string
  /** Whether it is Ollama's own form, JSON with an `error`; a proxy in front of it answers otherwise. */
  readonly isOllama: boolean
  /** Whether it asks to sign in to ollama.com. */
  readonly asksSignIn: boolean
  /** Where this Ollama can be connected to an account, on ollama.com and nowhere else. */
  readonly signInUrl: string | null
  /** Counts that newer servers give with a prompt they refuse. */
  readonly promptTokens: number | null
  readonly contextLength: number | null
}

/** Reads the body of an answer that failed. llama-server's own error arrives as JSON text inside `error`. */
export function readErrorWords(body: string): ErrorWords {
  let text = body.trim()
  let isOllama = false
  let asksSignIn = false
  let signInUrl: string | null = null
  let counts: JsonObject = {}
  for (let depth = 0; depth < 4; depth += 1) {
    const value = parseOrNull(text)
    if (!isObject(value)) break
    isOllama ||= value['error'] != null
    asksSignIn ||= value['signin_url'] != null
    signInUrl ??= signInUrlOf(value['signin_url'])
    const inner = value['error'] ?? value['message'] ?? value['detail']
    if (isObject(inner)) {
      counts = inner
      // The type stays in front: it is what newer servers are told apart by.
      const { type, message } = inner
      text = [type, message].filter((part) => typeof part === 'string').join(': ')
      break
    }
    text = typeof inner === 'string' ? inner.trim() : ''
  }
  return {
    text: wellFormed(text.slice(0, maxTextLength)),
    isOllama,
    asksSignIn,
    signInUrl,
    promptTokens: countOrNull(counts['n_prompt_tokens']),
    contextLength: countOrNull(counts['n_ctx']),
  }
}

function parseOrNull(text: string): unknown {
  if (!text.startsWith('{')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const countOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

/** A link that an admin is to follow: what poses as Ollama could send any, so only one to ollama.com counts. */
function signInUrlOf(value: unknown): string | null {
  const text = textOf(value)
  if (text === null || text.length > maxTextLength || !URL.canParse(text)) return null
  const { protocol, hostname, username, href } = new URL(text)
  return protocol === 'https:' && hostname === 'ollama.com' && username === '' ? href : null
}

/** Public places that registries point to in their words. */
const publicHosts: ReadonlySet<string> = new Set(['github.com', 'huggingface.co', 'hf.co', 'ollama.com'])

/**
 * Ollama's own words without addresses and paths, which are the server's business, and not longer than a person reads.
 * Links to well-known public places stay, without what is behind "?". Takes what `readErrorWords` has cut.
 */
export function publicText(text: string): string {
  const clean = text
    .split(/([\s"'`<>()]+)/)
    .map((word) => (word.includes('://') ? (publicLinkOf(word) ?? '…') : hideAddresses(word)))
    .join('')
    .trim()
  if (clean === '') return 'an error without a message'
  return clean.length > maxShownLength ? `${wellFormed(clean.slice(0, maxShownLength))}…` : clean
}

const hideAddresses = (word: string): string =>
  word
    .split(/([=,;]+)/)
    .map((part) => (part.endsWith(':') ? `${hideAddress(part.slice(0, -1))}:` : hideAddress(part)))
    .join('')

function hideAddress(word: string): string {
  if (word.includes('\\') || isAddress(word)) return '…'
  const slash = word.indexOf('/')
  const isPath = slash === 0 || word[slash - 1] === ':'
  return isPath && word.includes('/', slash + 1) ? `${word.slice(0, slash)}…` : word
}

/** An IP address, with a port or without. */
const isAddress = (word: string): boolean =>
  [word, word.slice(0, word.lastIndexOf(':'))].some((one) => isIP(one.startsWith('[') ? one.slice(1, -1) : one) !== 0)

function publicLinkOf(word: string): string | null {
  if (!word.startsWith('https://') || !URL.canParse(word)) return null
  const { host, origin, pathname, username } = new URL(word)
  return publicHosts.has(host) && username === '' ? `${origin}${pathname}` : null
}

/** A cut may have parted a pair of surrogates. */
const wellFormed = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '')
