// The thread of the database: it alone waits for the disk.
import { parentPort, workerData } from 'node:worker_threads'
import { createFileSession, type SqliteSessionOptions } from './sqlite-session.ts'
import type { ThreadAnswer, ThreadRequest } from './sqlite-thread.ts'
import { toPlainError } from './sqlite-thread-error.ts'

const port = parentPort
if (!port) throw new Error('This file is the program of a thread.')

const session = createFileSession(workerData as SqliteSessionOptions)
const reply = (answer: ThreadAnswer) => port.postMessage(answer)

port.on('message', async ({ id, request }: ThreadRequest) => {
  try {
    reply({ id, result: await session.ask(request) })
  } catch (error) {
    reply({ id, error: toPlainError(error) })
  }
  // Without its port nothing keeps the thread.
  if (request.kind === 'close') port.close()
})
