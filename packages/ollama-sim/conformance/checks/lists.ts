import { checksOf } from '../check.ts'
import { fullName } from '../server.ts'
import { listOf, numberOf, objectOf, verify, verifyAbsent, verifyEqual, verifyFields } from '../verify.ts'

const DETAILS = {
  parent_model: 'string',
  format: 'string',
  family: 'string',
  families: 'array',
  parameter_size: 'string',
  quantization_level: 'string',
} as const

export const lists = checksOf({
  'tags lists the models, newest first': async (server) => {
    const models = listOf('models', (await server.get('/api/tags'))['models'])
    verify(
      models.some(({ name }) => name === fullName(server.model)),
      `${server.model} is not among them`,
    )
    for (const model of models) {
      verifyFields('a model', model, {
        name: 'string',
        model: 'string',
        modified_at: 'string',
        size: 'number',
        digest: 'string',
        details: 'object',
      })
      verifyEqual('its second name', model['model'], model['name'])
      verify(/^[0-9a-f]{64}$/.test(String(model['digest'])), `${model['digest']} is no digest`)
    }
    // Those of one second come in any order.
    const seconds = models.map(({ modified_at }) => Math.floor(Date.parse(String(modified_at)) / 1000))
    verifyEqual(
      'the order',
      seconds,
      seconds.toSorted((a, b) => b - a),
    )
  },

  'tags tells capabilities and lengths since 0.30.0': async (server) => {
    for (const model of listOf('models', (await server.get('/api/tags'))['models'])) {
      const details = objectOf('details', model['details'])
      // A model of the cloud has no file that could tell.
      if (model['remote_host'] !== undefined) continue
      verifyFields('details', details, DETAILS)
      if (server.expects.tagsTellCapabilities) {
        verifyFields('a model', model, { capabilities: 'array' })
        verifyFields('details', details, { context_length: 'number', embedding_length: 'number' })
      } else {
        verifyAbsent('a model', model, ['capabilities'])
        verifyAbsent('details', details, ['context_length', 'embedding_length'])
      }
    }
  },

  'ps lists a loaded model': async (server) => {
    await server.get('/api/generate', { model: server.model, options: { num_ctx: 512 } })
    const entry = await server.running(server.model)
    verify(entry, `${server.model} is not listed`)
    verifyFields('the entry', entry, {
      name: 'string',
      model: 'string',
      size: 'number',
      size_vram: 'number',
      digest: 'string',
      details: 'object',
      expires_at: 'string',
      context_length: 'number',
    })
    const details = objectOf('details', entry['details'])
    verifyFields('details', details, DETAILS)
    verifyEqual('the parent', details['parent_model'], '')
    const size = numberOf('size', entry['size'])
    verify(size > 0, 'it takes no memory')
    verify(numberOf('size_vram', entry['size_vram']) <= size, 'more of it is on the GPU than there is of it')
    const tag = listOf('models', (await server.get('/api/tags'))['models']).find(({ name }) => name === entry['name'])
    verifyEqual('the digest', entry['digest'], tag?.['digest'])
  },
})
