import { type Check, checksOf } from '../check.ts'
import type { Server } from '../server.ts'
import { numberOf, verify, verifyEqual, verifyFields } from '../verify.ts'

const TOLERANCE = 1e-3

const withEmbedModel = checksOf({
  'embed gives a vector of length 1 for each input': async (server) => {
    const model = server.embedModel
    const answer = await server.get('/api/embed', { model, input: ['hello', 'world', 'hello'] })
    verifyFields('the answer', answer, {
      total_duration: 'number',
      load_duration: 'number',
      prompt_eval_count: 'number',
    })
    verifyEqual('the name', answer['model'], model)
    const vectors = vectorsOf(answer['embeddings'])
    verifyEqual('the number of vectors', vectors.length, 3)
    for (const vector of vectors) verifyUnit(vector)
    const [first = [], second = [], third = []] = vectors
    verify(dot(first, third) > 1 - TOLERANCE, 'equal texts have different vectors')
    verify(dot(first, second) < 1 - TOLERANCE / 10, 'different texts have equal vectors')
  },

  'embed takes one text': async (server) => {
    const answer = await server.get('/api/embed', { model: server.embedModel, input: 'hello' })
    verifyEqual('the number of vectors', vectorsOf(answer['embeddings']).length, 1)
  },

  'embed without input loads the model, and with keep_alive 0 unloads it': async (server) => {
    const { embedModel: model = '' } = server
    for (const input of [{}, { input: [] }]) {
      verifyEqual('the answer', await server.get('/api/embed', { model, ...input }), { model, embeddings: [] })
    }
    verify(await server.running(model), `${model} is not loaded`)
    verifyEqual('the answer', await server.get('/api/embed', { model, keep_alive: 0 }), { model, embeddings: [] })
    await server.left(model)
  },

  'embed cuts what is too long, and refuses it with truncate false': async (server) => {
    const body = { model: server.embedModel, input: 'a b c '.repeat(20_000) }
    const answer = await server.get('/api/embed', body)
    verify(numberOf('prompt_eval_count', answer['prompt_eval_count']) > 0, 'nothing was read')
    const error = 'the input length exceeds the context length'
    await server.refuses('/api/embed', { body: { ...body, truncate: false } }, 400, error)
  },

  'embed refuses an input that is no text, and an unknown model': async (server) => {
    await server.refuses('/api/embed', { body: { model: server.embedModel, input: 5 } }, 400, 'invalid input type')
    const error = 'model "conformance-absent" not found, try pulling it first'
    await server.refuses('/api/embed', { body: { model: 'conformance-absent', input: 'x' } }, 404, error)
  },

  'embeddings, the older one, gives one vector': async (server) => {
    const answer = await server.get('/api/embeddings', { model: server.embedModel, prompt: 'hello' })
    verifyEqual('the fields', Object.keys(answer), ['embedding'])
    verify(vectorsOf([answer['embedding']])[0]?.length, 'the vector is empty')
  },

  'an embedding model neither generates nor chats': async (server) => {
    const { embedModel: model } = server
    const messages = [{ role: 'user', content: 'hello' }]
    const refusal = (verb: string) => `${JSON.stringify(model)} does not support ${verb}`
    await server.refuses('/api/generate', { body: { model, prompt: 'hello' } }, 400, refusal('generate'))
    await server.refuses('/api/chat', { body: { model, messages } }, 400, refusal('chat'))
  },
})

export const embeddings: readonly Check[] = [
  ...withEmbedModel.map((check) => ({ ...check, needsEmbedModel: true as const })),
  ...checksOf({
    'a model that completes text embeds too, up to 0.30.0': async (server: Server) => {
      const reply = await server.ask('/api/embed', { body: { model: server.model, input: 'hello' } })
      verifyEqual('the status', reply.status, server.expects.anyModelEmbeds ? 200 : 501)
    },
  }),
]

function vectorsOf(value: unknown): readonly (readonly number[])[] {
  verify(Array.isArray(value), 'there is no list of vectors')
  return value.map((vector: unknown) => {
    verify(Array.isArray(vector), 'a vector is no list')
    return vector.map((number) => numberOf('an entry of a vector', number))
  })
}

function verifyUnit(vector: readonly number[]): void {
  const length = Math.hypot(...vector)
  verify(Math.abs(length - 1) < TOLERANCE, `a vector has the length ${length}`)
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
