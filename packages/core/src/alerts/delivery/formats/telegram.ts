import type { Format } from './format.ts'
import { clipped, withoutMentions } from './safe-text.ts'

/** Telegram takes 4096 characters. */
const longestText = 4000
const longestHeadline = 300

/**
 * `sendMessage` of Telegram's bots. Without `parse_mode` nothing in the text is markup, and a text that cannot be parsed
 * cannot be refused; what is bold is told by its place, in UTF-16 units as JavaScript counts. Source: core.telegram.org/bots/api.
 */
export const telegram: Format = ({ event, severity, headline, text, context, link }, { fields }) => {
  const bold = clipped(withoutMentions(headline), longestHeadline)
  const rest = [text, context, ...(link === null ? [] : [link])].filter((line) => line !== '').join('\n')
  return {
    ...fields,
    text: clipped(`${bold}\n${withoutMentions(rest)}`, longestText),
    entities: [{ type: 'bold', offset: 0, length: bold.length }],
    link_preview_options: { is_disabled: true },
    disable_notification: event !== 'firing' || severity === 'info',
  }
}
