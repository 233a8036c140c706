export type Env = Readonly<Record<string, string | undefined>>

/** Thrown by what reads one value: what is allowed, as the end of a sentence. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
}

/** Everything that is wrong with the configuration, one line a variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  /** The same as sentences without the values, which may be paths and addresses: for whoever asks over the network. */
  readonly tellable: readonly string[]

  /** What is wrong, each as a sentence for the terminal and one that anybody may read. */
  constructor(problems: ReadonlyMap<string, string>) {
    super(`The configuration is not valid:\n${[...problems.keys()].map((problem) => `  ${problem}`).join('\n')}`)
    this.tellable = [...problems.values()]
  }
}

export interface Reader {
  /** Null when the variable is not set, empty or wrong; what is wrong is reported by `finish`. */
  read<T>(name: string, parse: (text: string) => T): T | null
  /** Like `read`, for secrets: messages never show the value. */
  readSecret<T>(name: string, parse: (text: string) => T): T | null
  /** Like `read`, for addresses: messages do not show one that may contain a password. */
  readAddress<T>(name: string, parse: (text: string) => T): T | null
  has(name: string): boolean
  /** Notes something that is wrong with several variables together, as a sentence. */
  refuse(problem: string): void
  /** Throws ConfigError if anything that was read was wrong. */
  finish(): void
}

/** Reads variables one after another and remembers what is wrong with each, so that all is told at once. */
export function createReader(env: Env): Reader {
  const problems = new Map<string, string>()
  const textOf = (name: string) => unquoted(name, env[name]?.trim() ?? '')

  function readAs<T>(name: string, parse: (text: string) => T, shown: (text: string) => string): T | null {
    const text = textOf(name)
    if (!text) return null
    try {
      return parse(text)
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error
      problems.set(`${name} is ${shown(text)}; it must be ${error.message}.`, `${name} must be ${error.message}.`)
      return null
    }
  }

  const quoted = (text: string) => JSON.stringify(text)
  const hidden = () => 'set to another value (not shown)'
  return {
    read: (name, parse) => readAs(name, parse, quoted),
    readSecret: (name, parse) => readAs(name, parse, hidden),
    readAddress: (name, parse) => readAs(name, parse, (text) => (text.includes('@') ? hidden() : quoted(text))),
    has: (name) => textOf(name) !== '',
    refuse: (problem) => void problems.set(problem, problem),
    finish() {
      if (problems.size > 0) throw new ConfigError(problems)
    },
  }
}

/**
 * Lists of Docker Compose and `set` of Windows leave the quotes around a value in it. Ollama takes them off its own
 * variables, however many (envconfig.Var); of ours a pair around the whole is no part of the value.
 */
function unquoted(name: string, text: string): string {
  if (name.startsWith('OLLAMA_')) return withoutQuotes(text)
  const quote = text[0]
  const isPair = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote)
  return isPair ? text.slice(1, -1).trim() : text
}

function withoutQuotes(text: string): string {
  const isQuote = (character: string | undefined) => character === '"' || character === "'"
  let [start, end] = [0, text.length]
  while (start < end && isQuote(text[start])) start += 1
  while (end > start && isQuote(text[end - 1])) end -= 1
  return text.slice(start, end).trim()
}
