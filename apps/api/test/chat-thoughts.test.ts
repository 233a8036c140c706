import { describe, expect, test } from 'vitest'
import { scriptedChat } from './scripted-chat.ts'
import { ends, says } from './scripted-ollama.ts'

describe('a reply that is all thoughts', () => {
  test('is kept, and the next question still follows a reply', async () => {
    const thoughts = [says('', { thinking: 'Let me ' }), says('', { thinking: 'see' }), ends('length')]
    const { say, chats, newConversation } = await scriptedChat([thoughts, [says('Yes'), ends('stop')]], {
      capabilities: ['completion', 'thinking'],
    })
    const session_id = await newConversation()
    await say({ prompt: 'Why?', session_id, options: { num_predict: 5 } })
    await say({ prompt: 'Resume', session_id })
    expect(chats[1]?.messages).toEqual([
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: '', thinking: 'Let me see' },
      { role: 'user', content: 'Resume' },
    ])
  })
})

describe('thoughts in the text of a reply', () => {
  test.each([
    ['between tags that come in pieces', ['<th', 'ink>\nh', 'm\n</thi', 'nk>\n\nAns', 'wer']],
    ['before a closing tag alone', ['hm\n</think>', '\n\nAnswer']],
  ])('%s are kept apart, and not sent again', async (_, pieces) => {
    const { say, client, chats, newConversation } = await scriptedChat([
      [...pieces.map((piece) => says(piece)), ends('stop')],
      [says('Yes'), ends('stop')],
    ])
    const session_id = await newConversation()
    const chunks = await say({ prompt: 'Why?', session_id })
    // A program that asks the API is told what Ollama said.
    expect(chunks.map(({ message }) => message?.content).join('')).toBe(pieces.join(''))
    const { messages } = await client.conversations.get({ params: { id: session_id } })
    expect(messages.at(-1)).toMatchObject({ content: 'Answer', thinking: 'hm' })
    await say({ prompt: 'Resume', session_id })
    expect(chats[1]?.messages[1]).toEqual({ role: 'assistant', content: 'Answer' })
  })

  test('of a chat that was kept before are not sent again either', async () => {
    const { say, client, model, chats } = await scriptedChat([[says('Yes'), ends('stop')]])
    const messages = [
      { role: 'user' as const, content: 'Why?' },
      { role: 'assistant' as const, content: '<think>hm</think>Answer' },
    ]
    const { id } = await client.conversations.save({ body: { model, messages } })
    await say({ prompt: 'Resume', session_id: id })
    expect(chats[0]?.messages[1]).toEqual({ role: 'assistant', content: 'Answer' })
  })
})
