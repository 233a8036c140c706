import type { Format } from './format.ts'
import { clipped, withoutMentions } from './safe-text.ts'

/** Limits of Block Kit; a message with one character more is refused as `invalid_blocks`. */
const longestHeader = 150
const longestSection = 3000

/** The three characters that Slack reads as markup wherever it reads any: `<!channel>` becomes text. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escaped = (character: string): string => entities[character] ?? character

const plain = (text: string, max: number) => ({ type: 'plain_text', text: clipped(text, max), emoji: false })

/**
 * Incoming webhooks of Slack. Blocks are plain text, in which nothing is markup; `text` is what notifications show, and what
 * Mattermost and Rocket.Chat read in place of blocks. Source: docs.slack.dev, "Formatting message text" and "Blocks".
 */
export const slack: Format = ({ headline, text, context, link }) => ({
  text: clipped(withoutMentions(`${headline}\n${text}\n${context}`), longestSection, escaped),
  link_names: false,
  unfurl_links: false,
  blocks: [
    { type: 'header', text: plain(headline, longestHeader) },
    ...(text === '' ? [] : [{ type: 'section', text: plain(text, longestSection) }]),
    {
      type: 'context',
      elements: [
        plain(context, longestSection),
        // No button: a click on one is reported to the app, and Slack warns where nobody listens.
        ...(link === null
          ? []
          : [{ type: 'mrkdwn', text: `<${clipped(link, longestSection, escaped)}|Open dashboard>` }]),
      ],
    },
  ],
})
