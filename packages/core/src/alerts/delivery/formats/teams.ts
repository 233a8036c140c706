import type { Format } from './format.ts'
import type { MessageLines } from './message-lines.ts'
import { clipped } from './safe-text.ts'

/** A message of Teams may have 28 KB as JSON, and a character has up to twelve bytes there. */
const longestText = 1500
const longestHeadline = 300

/**
 * "When a Teams webhook request is received" of Power Automate, with an Adaptive Card. Runs of rich text are no Markdown,
 * other than text blocks, and mention nobody. Source: Microsoft's schema of Adaptive Cards 1.4.
 */
export const teams: Format = (message) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        msteams: { width: 'Full' },
        fallbackText: clipped(message.headline, longestHeadline),
        body: [
          run(clipped(message.headline, longestHeadline), { weight: 'Bolder', color: colorOf(message) }),
          ...(message.text === '' ? [] : [run(clipped(message.text, longestText))]),
          run(clipped(message.context, longestHeadline), { isSubtle: true, size: 'Small' }),
        ],
        ...(message.link !== null && {
          actions: [{ type: 'Action.OpenUrl', title: 'Open dashboard', url: message.link }],
        }),
      },
    },
  ],
})

const run = (text: string, look: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...look }],
})

function colorOf({ event, severity }: MessageLines): string {
  if (event === 'resolved') return 'Good'
  return { info: 'Accent', warning: 'Warning', critical: 'Attention' }[severity]
}
