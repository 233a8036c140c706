import { checksOf } from '../check.ts'
import type { Server } from '../server.ts'
import { type JsonObject, numberOf, objectOf, verify, verifyEqual } from '../verify.ts'

const options = { num_ctx: 512 }
const UNLOAD_ANSWER_MS = 2000

export const memory = checksOf({
  'an empty prompt loads the model': async (server) => {
    await server.unload(server.model)
    const { created_at, ...answer } = await server.get('/api/generate', { model: server.model, options })
    verifyEqual('the answer', answer, { model: server.model, response: '', done: true, done_reason: 'load' })
    verifyEqual('the context in force', (await loaded(server))['context_length'], options.num_ctx)
  },

  'a chat without messages loads the model': async (server) => {
    await server.unload(server.model)
    const { created_at, ...answer } = await server.get('/api/chat', { model: server.model, messages: [], options })
    const message = { role: 'assistant', content: '' }
    verifyEqual('the answer', answer, { model: server.model, message, done: true, done_reason: 'load' })
    await loaded(server)
  },

  'keep_alive 0 unloads the model': async (server) => {
    for (const keep_alive of [0, '0', '0s']) {
      await server.get('/api/generate', { model: server.model, options })
      const { created_at, ...answer } = await server.get('/api/generate', { model: server.model, keep_alive })
      verifyEqual('the answer', answer, { model: server.model, response: '', done: true, done_reason: 'unload' })
      await server.left(server.model)
    }
  },

  'an unload of a model that is not loaded succeeds': async (server) => {
    await server.unload(server.model)
    const answer = await server.get('/api/chat', { model: server.model, messages: [], keep_alive: 0 })
    verifyEqual('the reason', answer['done_reason'], 'unload')
  },

  'an unload during a reply answers at once and lets the reply end': async (server) => {
    await server.get('/api/generate', { model: server.model, options })
    const reply = server.stream('/api/generate', {
      model: server.model,
      prompt: 'Write 80 words',
      options: { ...options, num_predict: 80, seed: 1 },
    })
    const { value: first } = await reply.next()
    const unload = await server.ask('/api/generate', { body: { model: server.model, keep_alive: 0 } })
    verify(unload.ms < UNLOAD_ANSWER_MS, `the unload took ${Math.round(unload.ms)} ms`)
    let last = first
    for await (const line of reply) last = line
    verifyEqual('done, at the end', objectOf('the last line', last)['done'], true)
    await server.left(server.model)
  },

  'another num_ctx reloads the model': async (server) => {
    const ask = (num_ctx: number) =>
      server.get('/api/generate', {
        model: server.model,
        prompt: 'hello',
        stream: false,
        options: { num_ctx, num_predict: 1 },
      })
    await ask(512)
    const warm = loadNs(await ask(512))
    verifyEqual('the context in force', (await loaded(server))['context_length'], 512)
    const reload = loadNs(await ask(1024))
    verifyEqual('the new context in force', (await loaded(server))['context_length'], 1024)
    verify(reload > 2 * warm, `the reload took ${reload} ns, finding the loaded model ${warm} ns`)
  },

  'who hangs up frees the slot': async (server) => {
    const short = { model: server.model, prompt: 'hello', stream: false, options: { ...options, num_predict: 8 } }
    await server.get('/api/generate', short)
    const answer = await server.get('/api/generate', short)
    const msPerToken =
      numberOf('total_duration', answer['total_duration']) / 1e6 / numberOf('eval_count', answer['eval_count'])
    const tokens = 2000
    const long = server.stream('/api/generate', {
      model: server.model,
      prompt: `Write ${tokens} words`,
      options: { ...options, num_predict: tokens },
    })
    await long.next()
    await long.next()
    await long.return()
    const { ms } = await server.ask('/api/generate', { body: short })
    const whole = tokens * msPerToken
    verify(
      ms < Math.max(2000, whole / 4),
      `the next request waited ${Math.round(ms)} ms; the whole reply takes ${Math.round(whole)} ms`,
    )
  },
})

async function loaded(server: Server): Promise<JsonObject> {
  return objectOf(`${server.model} in the list of loaded models`, await server.running(server.model))
}

const loadNs = (answer: JsonObject) => numberOf('load_duration', answer['load_duration'])
