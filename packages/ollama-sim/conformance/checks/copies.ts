import { checksOf } from '../check.ts'
import type { Server } from '../server.ts'
import { temporaryName } from '../temporary-name.ts'
import { type JsonObject, listOf, objectOf, verify, verifyEqual } from '../verify.ts'

export const copies = checksOf({
  'a copy has the digest of its model, and survives other copies': async (server) => {
    const backup = temporaryName('backup')
    const restored = temporaryName('restored')
    await succeeds(server, 'POST', '/api/copy', { source: server.model, destination: backup })
    // A destination that exists is overwritten without a word.
    for (const source of [backup, server.model, backup]) {
      await succeeds(server, 'POST', '/api/copy', { source, destination: restored })
    }
    const original = objectOf(server.model, await listed(server, server.model))
    for (const name of [backup, restored]) {
      const copy = objectOf(name, await listed(server, name))
      verifyEqual('the digest', copy['digest'], original['digest'])
      verifyEqual('the size', copy['size'], original['size'])
    }
    await succeeds(server, 'DELETE', '/api/delete', { model: backup })
    verifyEqual('the deleted copy', await listed(server, backup), undefined)
    await server.get('/api/show', { model: restored })
    await succeeds(server, 'DELETE', '/api/delete', { name: restored })
    await server.get('/api/show', { model: server.model })
  },

  'copy refuses names that are missing, invalid or unknown': async (server) => {
    const to = temporaryName('never')
    const copy = (source: string, destination?: string) => ({ body: { source, destination } })
    await server.refuses('/api/copy', copy('conformance-absent', to), 404, 'model "conformance-absent" not found')
    await server.refuses('/api/copy', copy('../x', to), 400, 'source "../x" is invalid')
    await server.refuses('/api/copy', copy(server.model, '../x'), 400, 'destination "../x" is invalid')
    await server.refuses('/api/copy', copy(server.model), 400, 'destination "" is invalid')
  },

  'delete refuses names that are missing, invalid or unknown': async (server) => {
    const remove = (body: JsonObject) => ({ method: 'DELETE', body })
    await server.refuses('/api/delete', remove({}), 400, 'model is required')
    await server.refuses('/api/delete', remove({ model: '../x' }), 400, 'name "../x" is invalid')
    await server.refuses(
      '/api/delete',
      remove({ model: 'conformance-absent' }),
      404,
      "model 'conformance-absent' not found",
    )
  },
})

async function succeeds(server: Server, method: string, path: string, body: JsonObject): Promise<void> {
  const { status, text } = await server.ask(path, { method, body })
  verify(status === 200, `${path} is refused with ${status} ${text}`)
  verifyEqual(`the answer of ${path}`, text, '')
}

async function listed(server: Server, name: string): Promise<JsonObject | undefined> {
  const models = listOf('models', (await server.get('/api/tags'))['models'])
  const wanted = name.includes(':') ? name : `${name}:latest`
  return models.find((entry) => entry['name'] === wanted)
}
