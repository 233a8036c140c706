import { checksOf } from '../check.ts'
import { verify, verifyEqual } from '../verify.ts'

export const basics = checksOf({
  'the root says that it runs': async (server) => {
    const reply = await server.ask('/')
    verifyEqual('the status', reply.status, 200)
    verifyEqual('the text', reply.text, 'Ollama is running')
    verifyEqual('the content type', reply.contentType, 'text/plain; charset=utf-8')
    verifyEqual('the status of HEAD', (await server.ask('/', { method: 'HEAD' })).status, 200)
  },

  'version tells a version': async (server) => {
    verify(/^\d+\.\d+\.\d+/.test(server.version), `${server.version} is no version`)
    verifyEqual('the answer', await server.get('/api/version'), { version: server.version })
  },

  'an unknown path is 404 in plain text': async (server) => {
    const reply = await server.ask('/api/nope')
    verifyEqual('the status', reply.status, 404)
    verifyEqual('the text', reply.text, '404 page not found')
    verifyEqual('the content type', reply.contentType, 'text/plain')
  },

  'a wrong method is 405 and says which is right': async (server) => {
    const reply = await server.ask('/api/generate')
    verifyEqual('the status', reply.status, 405)
    verifyEqual('the text', reply.text, '405 method not allowed')
    verifyEqual('the methods allowed', reply.allow, 'POST')
  },

  'a missing or broken body is 400': async (server) => {
    for (const path of ['/api/show', '/api/generate', '/api/chat', '/api/embed']) {
      await server.refuses(path, { raw: '' }, 400, 'missing request body')
      await server.refuses(path, { raw: '{"model":' }, 400, 'unexpected EOF')
    }
    await server.refuses('/api/delete', { method: 'DELETE' }, 400, 'missing request body')
  },

  'a body of a wrong type is 400 in the words of Go': async (server) => {
    const into = 'json: cannot unmarshal array into Go value of type api.ShowRequest'
    await server.refuses('/api/show', { raw: '[]' }, 400, into)
    const prompt = 'json: cannot unmarshal number into Go struct field GenerateRequest.prompt of type string'
    await server.refuses('/api/generate', { body: { model: server.model, prompt: 5 } }, 400, prompt)
    const messages = 'json: cannot unmarshal string into Go struct field ChatRequest.messages of type []api.Message'
    await server.refuses('/api/chat', { body: { model: server.model, messages: 'x' } }, 400, messages)
  },
})
