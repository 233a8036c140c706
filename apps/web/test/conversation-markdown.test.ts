import type { Conversation } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { markdownFileName, toMarkdown } from '../src/features/chat/list/conversation-markdown.ts'

const at = '2026-11-25T14:29:30.000Z'
const conversation = (messages: Conversation['messages']): Conversation => ({
  id: 'a',
  title: 'About llamas',
  model: 'qwen3:14b',
  created_at: '2026-11-25T14:00:00.000Z',
  updated_at: at,
  pinned: false,
  messages,
  is_replying: false,
  reply: null,
})

test('a conversation is a document with who said what, thoughts folded and images named', () => {
  const text = toMarkdown(
    conversation([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is this?', images: ['iVBORw0KGgoAAAAN'], created_at: at },
      { role: 'assistant', content: 'A llama.', thinking: 'It has </details> a long neck.', model: 'gemma3:12b' },
      { role: 'assistant', content: '<think>Hm.</think>\nIt hums.', interrupted: true },
    ]),
  )
  expect(text).toBe(`# About llamas

- Model: qwen3:14b
- Created: 2026-11-25 14:00 UTC
- Last message: 2026-11-25 14:29 UTC

## System prompt

Be brief.

## You · 2026-11-25 14:29 UTC

*Image 1 (PNG, 12 B), not included*

What is this?

## gemma3:12b

<details>
<summary>Thoughts</summary>

It has &lt;/details> a long neck.

</details>

A llama.

## qwen3:14b

<details>
<summary>Thoughts</summary>

Hm.

</details>

It hums.

*The response was interrupted.*
`)
})

test('a block of code that did not come to its end ends with its message', () => {
  const open = '````py\nprint("```")\n```'
  const text = toMarkdown(
    conversation([
      { role: 'assistant', content: open },
      { role: 'user', content: '```\n1\n```' },
    ]),
  )
  expect(text).toContain([open, '````', '', '## You'].join('\n'))
  expect(text).toMatch(/1\n```\n$/)
})

test.each([
  ['Why is the sky blue?', 'Why is the sky blue.md'],
  ['a/b\\c: "d" <e>|*', 'a b c d e.md'],
  ['..\u202etxt.exe ', 'txt.exe.md'],
  ['CON', 'Chat CON.md'],
  ['nul.txt', 'Chat nul.txt.md'],
  ['???', 'Chat.md'],
  ['短い 🙂', '短い 🙂.md'],
  [`${'x'.repeat(79)}🦙`, `${'x'.repeat(79)}.md`],
])('the title %j is a name that every system takes', (title, name) => {
  expect(markdownFileName(title)).toBe(name)
})
