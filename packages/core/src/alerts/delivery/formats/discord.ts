import type { Format } from './format.ts'
import type { MessageLines } from './message-lines.ts'
import { clipped, withoutMentions } from './safe-text.ts'

/** Limits of embeds; all together have to stay below 6,000. */
const longestTitle = 256
const longestDescription = 4096
const longestFooter = 1024

/** A backslash before each character that Markdown, a mention or the link of an address begins with. */
const escaped = (character: string): string => (/[\\*_~`|>#[\]()<:-]/.test(character) ? `\\${character}` : character)

const markdownFree = (text: string, max: number) => clipped(withoutMentions(text), max, escaped)

/** Webhooks of Discord. Nobody is mentioned, whatever stands in the text. Source: Discord's documentation of webhooks and embeds. */
export const discord: Format = (message) => ({
  allowed_mentions: { parse: [] },
  embeds: [
    {
      title: markdownFree(message.headline, longestTitle),
      description: markdownFree(message.text, longestDescription),
      color: colorOf(message),
      timestamp: message.at,
      // Discord shows no Markdown in a footer.
      footer: { text: clipped(withoutMentions(message.context), longestFooter) },
      ...(message.link !== null && { url: message.link }),
    },
  ],
})

function colorOf({ event, severity }: MessageLines): number {
  if (event === 'resolved') return 0x2e9e5b
  return { info: 0x3b82f6, warning: 0xe0a100, critical: 0xd93636 }[severity]
}
