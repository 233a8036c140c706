/** What a model thought, and what it said. */
export interface SplitReply {
  readonly thinking: string
  readonly content: string
}

const openings = ['<think>', '<thinking>'] as const
const closings = ['</think>', '</thinking>'] as const

/**
 * Takes the thoughts out of a reply that has them in its text: a model that Ollama does not know to think writes them
 * between `<think>` and `</think>` itself. They stand at the beginning, and where the template of the model wrote the
 * opening tag only the closing one is there, on a line of its own. A tag within a block of code is what it is about.
 * While a reply still comes, what may become a tag at its beginning is neither.
 */
export function splitThoughts(text: string, { isWhole = true } = {}): SplitReply {
  let rest = text.trimStart()
  let opening = openings.find((tag) => rest.startsWith(tag))
  if (!opening) {
    if (!isWhole && rest !== '' && openings.some((tag) => tag.startsWith(rest))) return { thinking: '', content: '' }
    return splitAtClosing(text)
  }
  const thoughts: string[] = []
  while (opening) {
    const closing = `</${opening.slice(1)}`
    const end = rest.indexOf(closing)
    const thought =
      end === -1 ? withoutBegun(rest.slice(opening.length), closing, isWhole) : rest.slice(opening.length, end)
    thoughts.push(thought.trim())
    rest = end === -1 ? '' : rest.slice(end + closing.length).trimStart()
    opening = openings.find((tag) => rest.startsWith(tag))
  }
  return { thinking: thoughts.filter((thought) => thought !== '').join('\n\n'), content: rest }
}

/** Without the beginning of a closing tag that is on its way. */
function withoutBegun(text: string, closing: string, isWhole: boolean): string {
  if (isWhole) return text
  const begun = text.lastIndexOf('<')
  return begun !== -1 && closing.startsWith(text.slice(begun)) ? text.slice(0, begun) : text
}

/** A text with a closing tag alone; in one pass, since a text may have thousands of them. */
function splitAtClosing(text: string): SplitReply {
  if (!closings.some((tag) => text.includes(tag))) return { thinking: '', content: text }
  let fence: string | null = null
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(start, end).trim()
    const mark = line.startsWith('```') ? '```' : line.startsWith('~~~') ? '~~~' : null
    if (mark && (fence === null || fence === mark)) fence = fence === null ? mark : null
    else if (fence === null && closings.some((tag) => tag === line)) {
      return { thinking: text.slice(0, start).trim(), content: text.slice(end).trimStart() }
    }
    start = end + 1
  }
  return { thinking: '', content: text }
}
