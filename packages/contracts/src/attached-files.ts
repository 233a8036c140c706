/** A text file that goes with a message, in the block of Markdown that a model reads. */
export interface AttachedFile {
  readonly name: string
  readonly text: string
  readonly block: string
}

export interface MessageParts {
  readonly files: readonly AttachedFile[]
  /** What somebody wrote. */
  readonly written: string
}

/** The name of the file, the fence and the language. */
const blockStart = /^([^\n]{1,255}):\n(`{3,})([a-z\d]{1,12})\n/

/** Puts a file into a block, within a fence that is longer than any in the text, so that the text does not end it. */
export function attach(fileName: string, text: string): AttachedFile {
  let longest = 2
  for (const [fence] of text.matchAll(/`+/g)) longest = Math.max(longest, fence.length)
  const fence = '`'.repeat(longest + 1)
  const name = fileName.replace(/\s+/g, ' ')
  const end = text === '' || text.endsWith('\n') ? '' : '\n'
  return { name, text, block: `${name}:\n${fence}${languageOf(name)}\n${text}${end}${fence}` }
}

/** Finds the files at the beginning of a message, at most so many. */
export function splitFiles(message: string, most = Number.POSITIVE_INFINITY): MessageParts {
  const files: AttachedFile[] = []
  let written = message
  while (files.length < most) {
    const file = firstFileOf(written)
    if (!file) break
    files.push(file)
    written = written.slice(file.block.length + '\n\n'.length)
  }
  return { files, written }
}

/** The files stand before the question: of a prompt that is too long, the beginning is left out. */
export const joinFiles = ({ files, written }: MessageParts): string =>
  [...files.map(({ block }) => block), ...(written === '' ? [] : [written])].join('\n\n')

/** Null where the message begins with something else. */
function firstFileOf(message: string): AttachedFile | null {
  const [head = '', name = '', fence = '', language] = blockStart.exec(message.slice(0, 1000)) ?? []
  if (language !== languageOf(name)) return null
  // An empty file has nothing between both fences.
  const closing = message.indexOf(`\n${fence}`, head.length - 1)
  const end = closing + 1 + fence.length
  if (closing < 0 || (end < message.length && !message.startsWith('\n\n', end))) return null
  return { name, text: message.slice(head.length, closing + 1), block: message.slice(0, end) }
}

/** The ending of a name, or all of one such as Makefile. By it a file is told from a block that somebody wrote. */
const languageOf = (name: string): string => /(?:^|\.)([a-z\d]{1,12})$/i.exec(name)?.[1]?.toLowerCase() ?? 'text'
