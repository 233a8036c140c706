import { describe, expect, test } from 'vitest'
import { splitThoughts } from '../src/split-thoughts.ts'

describe('thoughts in the text of a reply', () => {
  test.each([
    ['<think>\nhm\n</think>\n\nAnswer', 'hm', 'Answer'],
    ['\n<thinking>hm</thinking>Answer', 'hm', 'Answer'],
    ['<think></think>\n\nAnswer', '', 'Answer'],
    ['<think>one</think><think>two</think>Answer', 'one\n\ntwo', 'Answer'],
    ['Okay, let me see.\n</think>\n\nAnswer', 'Okay, let me see.', 'Answer'],
    ['<think>cut off', 'cut off', ''],
  ])('are taken out of %j', (text, thinking, content) => {
    expect(splitThoughts(text)).toEqual({ thinking, content })
  })

  test.each([
    'Write `<think>` before and `</think>` behind.',
    'They end with </think> in R1.',
    '```html\n<think>\nhm\n</think>\n```\nThat is how.',
    'See <think>here</think>.',
    '<thinker>No</thinker>',
    '~~~\n```\n</think>\n~~~',
    '  indented',
  ])('are not seen where a tag is only spoken of: %j', (content) => {
    expect(splitThoughts(content)).toEqual({ thinking: '', content })
  })

  test('come apart the same however the reply is cut, and no tag is ever seen on the way', () => {
    const whole = '<think>\nI see 1 < 2 so\n</think>\n\nAnswer: a < b'
    for (let end = 0; end <= whole.length; end += 1) {
      const { thinking, content } = splitThoughts(whole.slice(0, end), { isWhole: false })
      expect('I see 1 < 2 so'.startsWith(thinking)).toBe(true)
      expect('Answer: a < b'.startsWith(content)).toBe(true)
    }
  })

  test('ten thousand tags are told apart in one pass', () => {
    const text = `\`\`\`\n${'</think>\n'.repeat(10_000)}\`\`\`\nAnswer`
    expect(splitThoughts(text).content).toBe(text)
  })
})
