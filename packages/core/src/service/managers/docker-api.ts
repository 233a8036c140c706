import { Agent, type Dispatcher, request } from 'undici'
import { ManagerFailed, NotPermitted } from '../managed.ts'

/** The part of Docker's Engine API that is needed, over its socket. Podman answers the same. */
export interface DockerApi extends AsyncDisposable {
  /** What is at a path, or null where the socket is not there, or may not be used. */
  get(path: string, signal: AbortSignal): Promise<unknown>
  /** Has something done, and resolves when it is. Throws NotPermitted and ManagerFailed. */
  post(path: string, signal: AbortSignal): Promise<void>
  stream(path: string, signal: AbortSignal): Promise<Dispatcher.ResponseData>
}

const askLimitMs = 3000
/** Docker itself gives a container 10 s to end before it kills it. */
const actLimitMs = 30_000
const maxBytes = 8 * 1024 * 1024
/** The name counts for nothing on a socket. Version 1.41 is that of Docker 20.10, and Podman answers to it. */
const origin = 'http://docker/v1.41'

export function createDockerApi(socketPath: string): DockerApi {
  const dispatcher = new Agent({ connect: { socketPath }, maxResponseSize: maxBytes })
  // A log is as long as it is.
  const streams = new Agent({ connect: { socketPath }, bodyTimeout: 0 })

  return {
    async get(path, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(askLimitMs)])
      try {
        const { statusCode, body } = await request(origin + path, { dispatcher, signal: limit })
        if (statusCode === 200) return await body.json()
        await body.dump()
        return null
      } catch {
        signal.throwIfAborted()
        return null
      }
    },
    async post(path, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(actLimitMs)])
      const answered = async () => {
        const { statusCode, body } = await request(origin + path, { dispatcher, signal: limit, method: 'POST' })
        return { statusCode, text: await body.text() }
      }
      const { statusCode, text } = await answered().catch((error: unknown) => {
        signal.throwIfAborted()
        throw failureOf(error)
      })
      // 304: it is so already.
      if (statusCode < 400) return
      if (statusCode === 403) throw new NotPermitted('Docker, or a proxy in front of its socket, does not allow it.')
      throw new ManagerFailed(`Docker answered with status ${statusCode}.`, [messageIn(text)])
    },
    stream: (path, signal) => request(origin + path, { dispatcher: streams, signal }),
    async [Symbol.asyncDispose]() {
      await Promise.all([dispatcher.destroy(), streams.destroy()])
    },
  }
}

function failureOf(error: unknown): Error {
  const { code, name } = error as NodeJS.ErrnoException
  if (code === 'EACCES') return new NotPermitted("This user may not use Docker's socket.")
  return new ManagerFailed(
    name === 'TimeoutError'
      ? `Docker did not answer within ${actLimitMs / 1000} s.`
      : `Docker cannot be reached (${code ?? name}).`,
  )
}

function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown }
    if (typeof message === 'string') return message
  } catch {
    // Whatever answered, it is shown as it is.
  }
  return text
}
