import type { Format } from './format.ts'
import type { MessageLines } from './message-lines.ts'
import { clipped, utf8Bytes } from './safe-text.ts'

/** A longer message would become a file that is attached to it: `message-size-limit`, 4096 bytes. */
const longestBytes = 4000
const longestTitleBytes = 250

/**
 * ntfy, as JSON to the root of its server: in headers, text of others could become other headers. The message is plain
 * text. Servers since 2.16 take a message with the same `sequence_id` for the same one. Source: docs.ntfy.sh, "Publish as JSON".
 */
export const ntfy: Format = (message, { fields }) => ({
  topic: fields['topic'],
  title: clipped(message.headline, longestTitleBytes, undefined, utf8Bytes),
  message: clipped(`${message.text}\n${message.context}`.trim(), longestBytes, undefined, utf8Bytes),
  priority: priorityOf(message),
  tags: [tagOf(message)],
  markdown: false,
  sequence_id: message.id,
  ...(message.link !== null && { click: message.link }),
})

/** 3 is ntfy's default; 5 rings through "do not disturb". */
function priorityOf({ event, severity }: MessageLines): number {
  return event === 'firing' ? { info: 2, warning: 4, critical: 5 }[severity] : 3
}

/** Shown as a symbol. */
function tagOf({ event, severity }: MessageLines): string {
  if (event === 'resolved') return 'white_check_mark'
  return { info: 'information_source', warning: 'warning', critical: 'rotating_light' }[severity]
}
