import { limits, mebibyte } from '@ollama-dashboard/contracts/limits'

export interface ReadTexts {
  /** Blocks of Markdown, each with the name of its file. */
  readonly blocks: readonly string[]
  /** Why some were left out, and which. */
  readonly problems: readonly string[]
}

const tooLarge = (name: string) =>
  `${name} was not added: max ${limits.messageLength / mebibyte} MiB of text per message.`

/** What can be sent of files that were chosen. What is text is told by what a file holds: names have any ending. */
export async function readTexts(files: readonly File[]): Promise<ReadTexts> {
  const blocks: string[] = []
  const problems: string[] = []
  for (const file of files) {
    if (file.size > limits.messageLength) {
      problems.push(tooLarge(file.name))
      continue
    }
    // A folder is a file too, and cannot be read.
    const bytes = await file.arrayBuffer().catch(() => null)
    const text = bytes && textOf(bytes)
    if (bytes === null) problems.push(`${file.name} could not be read.`)
    else if (text === null) problems.push(`${file.name} was not added: only images and UTF-8 text files are supported.`)
    else blocks.push(blockOf(file.name, text))
  }
  return { blocks, problems }
}

export interface WithTexts {
  readonly text: string
  /** Null where all of them were added. */
  readonly problem: string | null
}

/** Adds blocks behind what is written, as far as they may be sent together, with room to go on writing. */
export function addTexts(written: string, { blocks, problems }: ReadTexts): WithTexts {
  const told = [...problems]
  let text = written
  for (const block of blocks) {
    const before = text.trimEnd()
    const longer = `${before}${before === '' ? '' : '\n\n'}${block}\n\n`
    if (new TextEncoder().encode(longer).length <= limits.messageLength) text = longer
    else told.push(tooLarge(block.slice(0, block.indexOf('\n') - 1)))
  }
  return { text, problem: told.join(' ') || null }
}

/** Null where it is none: it has a NUL, or is not UTF-8. */
function textOf(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text.replaceAll('\r\n', '\n')
  } catch {
    return null
  }
}

/** Within a fence that is longer than any in the text, so that the text does not end it. */
function blockOf(name: string, text: string): string {
  let longest = 2
  for (const [fence] of text.matchAll(/`+/g)) longest = Math.max(longest, fence.length)
  const fence = '`'.repeat(longest + 1)
  const language = /\.([a-z\d]{1,12})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const end = text === '' || text.endsWith('\n') ? '' : '\n'
  return `${name.replace(/\s+/g, ' ')}:\n${fence}${language}\n${text}${end}${fence}`
}
