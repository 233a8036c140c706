import { checksOf } from '../check.ts'
import { numberOf, objectOf, verify, verifyEqual, verifyFields } from '../verify.ts'

export const show = checksOf({
  'show tells what a model is': async (server) => {
    const shown = await server.get('/api/show', { model: server.model })
    verifyFields('the answer', shown, {
      modelfile: 'string',
      template: 'string',
      details: 'object',
      model_info: 'object',
      tensors: 'array',
      capabilities: 'array',
      modified_at: 'string',
    })
    verify(JSON.stringify(shown['capabilities']).includes('"completion"'), `${server.model} completes no text`)
    const info = objectOf('model_info', shown['model_info'])
    const architecture = String(info['general.architecture'])
    verifyFields('model_info', info, {
      'general.architecture': 'string',
      'general.parameter_count': 'number',
      [`${architecture}.context_length`]: 'number',
      [`${architecture}.block_count`]: 'number',
      [`${architecture}.embedding_length`]: 'number',
    })
    verify(numberOf('the number of parameters', info['general.parameter_count']) > 0, 'it has no parameters')
    verify(/^FROM /m.test(String(shown['modelfile'])), 'its modelfile has no FROM')
  },

  'show leaves lists out': async (server) => {
    const info = objectOf('model_info', (await server.get('/api/show', { model: server.model }))['model_info'])
    const lists = Object.entries(info).filter(([, value]) => Array.isArray(value))
    verifyEqual(
      'the lists of model_info',
      lists.map(([key]) => key),
      [],
    )
    verifyEqual('the tokens', info['tokenizer.ggml.tokens'], null)
  },

  'show takes the old field name': async (server) => {
    const now = await server.get('/api/show', { model: server.model })
    const old = await server.get('/api/show', { name: server.model })
    verifyEqual('the template', old['template'], now['template'])
  },

  'show refuses names that are missing, invalid or unknown': async (server) => {
    await server.refuses('/api/show', { body: {} }, 400, 'model is required')
    for (const model of ['../../etc/passwd', 'a\nb', 'a'.repeat(4096)]) {
      await server.refuses('/api/show', { body: { model } }, 400, 'invalid model name')
    }
    const absent = 'conformance-absent'
    await server.refuses('/api/show', { body: { model: absent } }, 404, server.expects.notShown(absent))
  },
})
