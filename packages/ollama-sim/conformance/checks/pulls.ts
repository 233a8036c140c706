import { checksOf } from '../check.ts'
import { temporaryName } from '../temporary-name.ts'
import { verify, verifyEqual } from '../verify.ts'

// Nothing listens on the discard port, on any server.
const UNREACHABLE = 'http://127.0.0.1:9/library/absent:latest'
const REFUSED =
  'pull model manifest: Get "http://127.0.0.1:9/v2/library/absent/manifests/latest": dial tcp 127.0.0.1:9: connect: connection refused'

export const pulls = checksOf({
  'a pull of an unknown name fails inside its stream': async (server) => {
    const reply = await server.ask('/api/pull', { body: { model: `${temporaryName('nobody')}/absent` } })
    verifyEqual('the status', reply.status, 200)
    verifyEqual('the content type', reply.contentType, 'application/x-ndjson')
    const [first, last, ...more] = reply.lines()
    verifyEqual('the first line', first, { status: 'pulling manifest' })
    // Without the internet the registry is not found either, which has another text.
    verify(/^pull model manifest: /.test(String(last?.['error'])), `the last line is ${JSON.stringify(last)}`)
    verifyEqual('what follows', more, [])
  },

  'a pull from a registry that does not answer tells why': async (server) => {
    const body = { model: UNREACHABLE, insecure: true }
    const reply = await server.ask('/api/pull', { body })
    verifyEqual('the lines', reply.lines(), [{ status: 'pulling manifest' }, { error: REFUSED }])
    await server.refuses('/api/pull', { body: { ...body, stream: false } }, 500, REFUSED)
  },

  'a pull of no name or an invalid one is 400': async (server) => {
    for (const body of [{}, { model: '../../x' }]) {
      await server.refuses('/api/pull', { body }, 400, 'invalid model name')
    }
  },
})
