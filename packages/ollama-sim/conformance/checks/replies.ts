import { checksOf } from '../check.ts'
import type { Server } from '../server.ts'
import { type JsonObject, numberOf, objectOf, verify, verifyAbsent, verifyEqual, verifyFields } from '../verify.ts'

const NUM_PREDICT = 8
const options = { num_ctx: 512, num_predict: NUM_PREDICT, seed: 1 }
const messages = [{ role: 'user', content: 'hello' }]

// Zeros are left out: of a reply of one token the old engine tells no `eval_duration`.
const COUNTERS = ['total_duration', 'load_duration', 'prompt_eval_count', 'prompt_eval_duration', 'eval_count'] as const

export const replies = checksOf({
  'generate streams lines of JSON': async (server) => {
    const last = await streamed(server, '/api/generate', { prompt: 'hello' }, (line) =>
      verifyFields('a line', line, { response: 'string' }),
    )
    verifyFields('the last line', last, { context: 'array' })
  },

  'generate answers with one object when it shall not stream': async (server) => {
    const answer = await server.get('/api/generate', { model: server.model, prompt: 'hello', options, stream: false })
    verifyFields('the answer', answer, { response: 'string', context: 'array' })
    verifyEnd(answer)
  },

  'chat streams lines of JSON': async (server) => {
    const last = await streamed(server, '/api/chat', { messages }, (line) => verifyMessage(line))
    verifyAbsent('the last line', last, ['response', 'context'])
  },

  'chat answers with one object when it shall not stream': async (server) => {
    const answer = await server.get('/api/chat', { model: server.model, messages, options, stream: false })
    verifyMessage(answer)
    verifyEnd(answer)
  },

  'generate and chat refuse names that are invalid or unknown': async (server) => {
    const ask = { prompt: 'hello', messages }
    for (const path of ['/api/generate', '/api/chat']) {
      const absent = { ...ask, model: 'conformance-absent' }
      await server.refuses(path, { body: absent }, 404, "model 'conformance-absent' not found")
    }
    await server.refuses('/api/generate', { body: { prompt: 'hello' } }, 404, "model '' not found")
    await server.refuses('/api/generate', { body: { ...ask, model: '../x' } }, 400, 'invalid model name')
  },
})

async function streamed(
  server: Server,
  path: string,
  question: JsonObject,
  verifyLine: (line: JsonObject) => void,
): Promise<JsonObject> {
  const reply = await server.ask(path, { body: { model: server.model, options, ...question } })
  verifyEqual('the status', reply.status, 200)
  verifyEqual('the content type', reply.contentType, 'application/x-ndjson')
  const lines = reply.lines()
  for (const line of lines) {
    verifyLine(line)
    verifyEqual('the name in a line', line['model'], server.model)
    verify(!Number.isNaN(Date.parse(String(line['created_at']))), `${line['created_at']} is no time`)
  }
  for (const line of lines.slice(0, -1)) {
    verifyEqual('done, before the last line', line['done'], false)
    verifyAbsent('a line before the last', line, ['done_reason', 'eval_duration', ...COUNTERS])
  }
  const last = objectOf('the last line', lines.at(-1))
  verifyEnd(last)
  return last
}

function verifyEnd(answer: JsonObject): void {
  verifyEqual('done, at the end', answer['done'], true)
  verify(['stop', 'length'].includes(String(answer['done_reason'])), `it ends by ${answer['done_reason']}`)
  verifyFields('the end', answer, Object.fromEntries(COUNTERS.map((field) => [field, 'number' as const])))
  const total = numberOf('total_duration', answer['total_duration'])
  verify(total >= numberOf('load_duration', answer['load_duration']), 'it took less time than its load')
  verify(numberOf('eval_count', answer['eval_count']) <= NUM_PREDICT, `it is longer than ${NUM_PREDICT} tokens`)
}

function verifyMessage(answer: JsonObject): void {
  const message = objectOf('message', answer['message'])
  verifyEqual('the role', message['role'], 'assistant')
  verifyFields('message', message, { content: 'string' })
}
