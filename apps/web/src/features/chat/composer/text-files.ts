import { type AttachedFile, attach, joinFiles, type MessageParts } from '@ollama-dashboard/contracts/attached-files'
import { limits, mebibyte } from '@ollama-dashboard/contracts/limits'

export interface ReadTexts {
  readonly files: readonly AttachedFile[]
  /** Why some were left out, and which. */
  readonly problems: readonly string[]
}

const tooLarge = (name: string) =>
  `${name} was not added: max ${limits.messageLength / mebibyte} MiB of text per message.`

/** What can be sent of files that were chosen. What is text is told by what a file holds: names have any ending. */
export async function readTexts(files: readonly File[]): Promise<ReadTexts> {
  const texts: AttachedFile[] = []
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
    else texts.push(attach(file.name, text))
  }
  return { files: texts, problems }
}

export interface WithTexts extends MessageParts {
  /** Null where all of them were added. */
  readonly problem: string | null
}

/** Adds files to a message, as far as they may be sent together. */
export function addTexts({ written, files }: MessageParts, { files: read, problems }: ReadTexts): WithTexts {
  const told = [...problems]
  let added = files
  for (const file of read) {
    const more = [...added, file]
    if (new TextEncoder().encode(joinFiles({ written, files: more })).length <= limits.messageLength) added = more
    else told.push(tooLarge(file.name))
  }
  return { written, files: added, problem: told.join(' ') || null }
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
