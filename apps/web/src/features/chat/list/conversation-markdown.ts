import type { Conversation, ConversationMessage } from '@ollama-dashboard/contracts'
import { formatBytes } from '../../../lib/format.ts'
import { bytesOf, dataUrlOf } from '../composer/images.ts'
import { withThoughtsApart } from '../thread/message-lists.ts'

/** A conversation as a document for people: what was said, by whom and when. Images are named, and left out. */
export function toMarkdown({ title, model, created_at, updated_at, messages }: Conversation): string {
  const facts = [`- Model: ${model}`, `- Created: ${moment(created_at)}`, `- Last message: ${moment(updated_at)}`]
  const sections = messages.map((message) => section(withThoughtsApart(message), model))
  return `${[`# ${title}`, facts.join('\n'), ...sections].join('\n\n')}\n`
}

/** "2026-11-25 14:29 UTC": it means the same to whoever reads it. */
const moment = (time: string): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`

function section(message: ConversationMessage, model: string): string {
  const { content, thinking, images = [], tool_calls: calls = [], created_at, interrupted } = message
  const when = created_at === undefined ? '' : ` · ${moment(created_at)}`
  const parts = [
    `## ${speaker(message, model)}${when}`,
    thinking ? `<details>\n<summary>Thoughts</summary>\n\n${inDetails(thinking)}\n\n</details>` : '',
    images.map((image, index) => `*Image ${index + 1} (${describeImage(image)}), not included*`).join('\n\n'),
    withFencesClosed(content.trim()),
    ...calls.map(({ function: { name, arguments: given } }) => `Tool call:\n\n    ${name}(${JSON.stringify(given)})`),
    interrupted ? '*The response was interrupted.*' : '',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function speaker({ role, model: own, tool_name: tool }: ConversationMessage, model: string): string {
  if (role === 'user') return 'You'
  if (role === 'system') return 'System prompt'
  return role === 'tool' ? `Result of ${tool ?? 'a tool'}` : (own ?? model)
}

const describeImage = (image: string): string =>
  `${/^data:image\/([a-z]+)/.exec(dataUrlOf(image))?.[1]?.toUpperCase()}, ${formatBytes(bytesOf(image))}`

/** Thoughts about HTML must not end what they are folded in. */
const inDetails = (thoughts: string): string =>
  withFencesClosed(thoughts.trim()).replace(/<(?=\/?(?:details|summary)\b)/gi, '&lt;')

/** A block of code that a reply did not come to the end of would hold the rest of the document. */
function withFencesClosed(text: string): string {
  let open: string | null = null
  for (const line of text.split('\n')) {
    const [fence] = /^(?:`{3,}|~{3,})/.exec(line.trimStart()) ?? []
    if (fence === undefined) continue
    if (open === null) open = fence
    else if (fence.startsWith(open) && line.trim() === fence) open = null
  }
  return open === null ? text : `${text}\n${open}`
}

const longestName = 80

/** Names of devices, with any ending: Windows has no files that are called so. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** The name of a file that every system takes, also where a title has what none of them does. */
export function markdownFileName(title: string): string {
  let name = title
    // Invisible ones too: some turn the direction of what follows, and so the ending of the name.
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}\s]+/gu, ' ')
    .slice(0, longestName)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/^[. ]+/, '')
  while (/[. ]$/.test(name)) name = name.slice(0, -1)
  if (name === '') return 'Chat.md'
  return `${reserved.test(name) ? `Chat ${name}` : name}.md`
}
