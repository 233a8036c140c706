import type { MessageLines } from './message-lines.ts'
import { clipped } from './safe-text.ts'

/** RFC 5322 wants lines of a header to stay below 998 bytes; mail programs show far less. */
const longestSubject = 150
const longestText = 20_000

/** A mail of plain text: nothing in it is markup. The subject is one line, whatever the text of others holds. */
export const emailText = ({ headline, text, context, link }: MessageLines) => ({
  subject: clipped(headline, longestSubject),
  text: `${[clipped(text, longestText), context, ...(link === null ? [] : [link])].filter(Boolean).join('\n\n')}\n`,
})
