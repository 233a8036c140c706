import type { Format } from './format.ts'
import type { MessageLines } from './message-lines.ts'
import { clipped } from './safe-text.ts'

const longestText = 8000

/** Gotify, as plain text. Source: gotify.net, "Push messages" and "Message extras". */
export const gotify: Format = (message) => ({
  title: clipped(message.headline, 250),
  message: clipped(`${message.text}\n${message.context}`.trim(), longestText),
  priority: priorityOf(message),
  extras: {
    'client::display': { contentType: 'text/plain' },
    ...(message.link !== null && { 'client::notification': { click: { url: message.link } } }),
  },
})

/** Its app for Android makes a sound from 4 on, and pops up from 8 on. */
function priorityOf({ event, severity }: MessageLines): number {
  return event === 'firing' ? { info: 2, warning: 5, critical: 8 }[severity] : 4
}
