// One PostgreSQL server for all tests of a run, started when the first of them asks for a database.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from './server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers each request with the address of a fresh database. */
    databases: string
  }
}

export default async function setup(project: TestProject) {
  let started: Promise<PostgresServer> | null = null
  const server = createServer(async (_, answer) => {
    try {
      started ??= startPostgres()
      const { freshDatabase } = await started
      answer.end(await freshDatabase())
    } catch (error) {
      answer.writeHead(500).end(String(error))
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  project.provide('databases', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return async () => {
    server.closeAllConnections()
    server.close()
    await (await started)?.[Symbol.asyncDispose]()
  }
}
