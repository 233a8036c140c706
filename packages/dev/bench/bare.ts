// A Fastify server with one route and nothing else: what the dashboard's speed is measured against.
import { readFileSync } from 'node:fs'
import fastify from 'fastify'

const body = readFileSync(process.argv[2] ?? '', 'utf8')
const app = fastify()
app.get('/', (_, reply) => reply.type('application/json; charset=utf-8').send(body))
console.log(`ready at ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
process.once('SIGTERM', () => process.exit(0))
