import { createHide } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { createLogger } from '../src/boot/logger.ts'
import { createPrettyLines } from '../src/boot/pretty-lines.ts'

function setUp() {
  let text = ''
  const write = (line: string) => {
    text += line
  }
  const pretty = createPrettyLines({ colorize: false })
  const logger = createLogger({ level: 'info', hide: createHide(['a-secret-word']), destination: { write }, pretty })
  return { logger, text: () => text }
}

test('a line for a person has the time, the level, what happened and the rest, and no secret', () => {
  const { logger, text } = setUp()
  logger.info({ status: 200, route: '/api/a-secret-word', span_id: 'ab' }, 'request answered')
  expect(text()).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: request answered \{"status":200,"route":"\/api\/…"\}\n$/)
})

test('what a server says acts on no terminal and makes no line of its own', () => {
  const { logger, text } = setUp()
  logger.warn('Ollama says \u001b[2J\u009b31m\u202e\nINFO: all is well')
  expect(text().split('\n')).toHaveLength(2)
  expect(text().trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
