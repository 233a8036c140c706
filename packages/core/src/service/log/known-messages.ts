import { gpuMessages } from './messages-of-gpus.ts'
import { modelMessages } from './messages-of-models.ts'
import { serverMessages } from './messages-of-the-server.ts'

/** The first row that matches counts: what is special stands before what is general. */
const knownMessages = [...serverMessages, ...gpuMessages, ...modelMessages]

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
