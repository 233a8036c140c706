import type { ServiceLogLine } from '@ollama-dashboard/contracts'
import type { Hide } from '../../kernel/hidden-secrets.ts'
import { withoutCredentials } from './hidden-credentials.ts'
import { notShown, withoutPrompts } from './hidden-prompts.ts'
import { explanationOf } from './known-messages.ts'
import { readLine } from './log-line.ts'
import type { LogSource, RawLine } from './log-source.ts'

/** Lines of Ollama's log as an admin may see them: each bounded, without secrets and prompts, explained where it is known. */
export interface LogReader {
  tell(raw: readonly RawLine[]): readonly ServiceLogLine[]
  /** The newest lines, oldest first. Throws LogUnreadable. */
  last(source: LogSource, lines: number, signal: AbortSignal): Promise<readonly ServiceLogLine[]>
  /** These, then each new one, until the signal aborts. */
  follow(source: LogSource, lines: number, signal: AbortSignal): AsyncGenerator<readonly ServiceLogLine[]>
}

const shownLength = 2000

export function createLogReader(hide: Hide): LogReader {
  /** Whether `OLLAMA_DEBUG` is on shows once something is logged that is logged with it alone. */
  function createTeller() {
    let isDebug = false
    let isHiding = false
    return (raw: readonly RawLine[]): readonly ServiceLogLine[] => {
      const lines = raw.map(readLine).filter(({ text }) => text !== '')
      isDebug ||= lines.some(({ level, isStructured }) => isStructured && level === 'debug')
      return lines.flatMap((line) => {
        const text = withoutPrompts(line, isDebug)
        const wasHiding = isHiding
        isHiding = text === null
        const { at, level } = line
        if (text === null) return wasHiding ? [] : [{ at, level: 'debug' as const, text: notShown, explanation: null }]
        const shown = hide(withoutCredentials(text))
        const cut = shown.length > shownLength ? `${shown.slice(0, shownLength)}…` : shown
        return [{ at, level, text: cut, explanation: explanationOf(text) }]
      })
    }
  }

  return {
    tell: (raw) => createTeller()(raw),
    async last(source, lines, signal) {
      const raw: RawLine[] = []
      for await (const some of source.read({ lines, follow: false, signal })) raw.push(...some)
      return createTeller()(raw.slice(-lines))
    },
    async *follow(source, lines, signal) {
      const tell = createTeller()
      for await (const some of source.read({ lines, follow: true, signal })) {
        const told = tell(some)
        if (told.length > 0) yield told
      }
    },
  }
}
