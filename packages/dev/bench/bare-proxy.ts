// A Fastify server that hands chats on to Ollama: what any server between the two adds, on this machine.
import fastify from 'fastify'
import { Pool } from 'undici'

const pool = new Pool(process.argv[2] ?? '', { connections: 1024, headersTimeout: 0, bodyTimeout: 0 })
const app = fastify()
app.get('/', () => ({}))
app.post('/api/chat', async (request, reply) => {
  const { statusCode, headers, body } = await pool.request({
    method: 'POST',
    path: '/api/chat',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request.body),
  })
  return reply.status(statusCode).header('content-type', headers['content-type']).send(body)
})
console.log(`ready at ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
process.once('SIGTERM', () => process.exit(0))
