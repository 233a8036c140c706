import { checksOf } from '../check.ts'
import type { Server } from '../server.ts'
import { numberOf, verify, verifyEqual, verifyFields } from '../verify.ts'

const NUM_CTX = 512
const tooLong = 'word '.repeat(3000)

const WRONG_OPTIONS = [
  ['temperature', 'hot', 'float32'],
  ['num_ctx', '4096', 'integer'],
  ['seed', true, 'integer'],
  ['use_mmap', 'yes', 'boolean'],
] as const

export const refusals = checksOf({
  'an option of a wrong type is 500': async (server) => {
    for (const [option, value, type] of WRONG_OPTIONS) {
      const body = { model: server.model, prompt: 'hello', options: { [option]: value } }
      await server.refuses('/api/generate', { body }, 500, `option "${option}" must be of type ${type}`)
    }
  },

  'an unknown option is ignored': async (server) => {
    const options = { num_ctx: NUM_CTX, num_predict: 1, conformance: true }
    await server.get('/api/generate', { model: server.model, prompt: 'hello', stream: false, options })
  },

  'thinking is for models that think': async (server) => {
    if (await thinks(server)) return
    const error = `${JSON.stringify(server.model)} does not support thinking`
    const messages = [{ role: 'user', content: 'hello' }]
    await server.refuses('/api/generate', { body: { model: server.model, prompt: 'hello', think: true } }, 400, error)
    await server.refuses('/api/chat', { body: { model: server.model, messages, think: true } }, 400, error)
  },

  'think takes no other words than its own': async (server) => {
    const error = 'invalid think value: "maximal" (must be "high", "medium", "low", "max", true, or false)'
    await server.refuses(
      '/api/generate',
      { body: { model: server.model, prompt: 'hello', think: 'maximal' } },
      400,
      error,
    )
  },

  'top_logprobs goes to 20': async (server) => {
    const body = { model: server.model, prompt: 'hello', logprobs: true, top_logprobs: 99 }
    await server.refuses('/api/generate', { body }, 400, 'top_logprobs must be between 0 and 20')
  },

  'raw and system exclude each other': async (server) => {
    const body = { model: server.model, prompt: 'hello', raw: true, system: 'be' }
    const error = 'raw mode does not support template, system, or context'
    await server.refuses('/api/generate', { body }, 400, error)
  },

  'an over-long prompt is cut to the context': async (server) => {
    const answer = await server.get('/api/generate', { ...question(server), stream: false })
    const count = numberOf('prompt_eval_count', answer['prompt_eval_count'])
    verify(count > 0 && count <= NUM_CTX, `${count} tokens of the prompt were read`)
  },

  'an over-long prompt is refused with truncate false': async (server) => {
    const reply = await server.ask('/api/generate', { body: { ...question(server), stream: false, truncate: false } })
    verifyEqual('the status', reply.status, 400)
    verifyFields('the answer', reply.object(), { error: 'string' })
    const error = String(reply.object()['error'])
    verify(server.expects.isTooLong(error), `the error is ${error}`)
  },
})

const question = ({ model }: Server) => ({ model, prompt: tooLong, options: { num_ctx: NUM_CTX, num_predict: 1 } })

async function thinks(server: Server): Promise<boolean> {
  const { capabilities } = await server.get('/api/show', { model: server.model })
  return Array.isArray(capabilities) && capabilities.includes('thinking')
}
