export type Env = Readonly<Record<string, string | undefined>>

/** Thrown by what reads one value: what is allowed, as the end of a sentence. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
}

/** Everything that is wrong with the configuration, one line a variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
}

export interface Reader {
  /** Null when the variable is not set, empty or wrong; what is wrong is reported by `finish`. */
  read<T>(name: string, parse: (text: string) => T): T | null
  /** As `read`; the value is never shown. */
  readSecret<T>(name: string, parse: (text: string) => T): T | null
  /** Throws ConfigError if anything that was read was wrong. */
  finish(): void
}

/** Reads variables one after another and remembers what is wrong with each, so that all is told at once. */
export function createReader(env: Env): Reader {
  const problems: string[] = []

  function readAs<T>(name: string, parse: (text: string) => T, shown: (text: string) => string): T | null {
    const text = env[name]?.trim()
    if (!text) return null
    try {
      return parse(text)
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error
      problems.push(`${name} is ${shown(text)}; it must be ${error.message}.`)
      return null
    }
  }

  return {
    read: (name, parse) => readAs(name, parse, (text) => JSON.stringify(text)),
    readSecret: (name, parse) => readAs(name, parse, () => 'set to something else (not shown)'),
    finish() {
      if (problems.length > 0) throw new ConfigError(problems)
    },
  }
}
