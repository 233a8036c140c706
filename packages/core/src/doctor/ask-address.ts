import { Client } from 'undici'
import { connectionFailure } from '../ollama/errors/connection-errors.ts'
import { type OllamaAccess, trustOf } from '../ollama/ollama-access.ts'

export interface Asked {
  readonly status: number
  /** The first one where it came several times; null where there is none. */
  header(name: string): string | null
  /** Its first 64 KiB. */
  readonly text: string
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>
  /** Certificates in PEM that are trusted besides those of the system. */
  readonly ca?: OllamaAccess['ca'] | undefined
  readonly signal: AbortSignal
}

/** Asks an address once, on a connection of its own. Throws a DashboardError that says what keeps it from answering. */
export type AskAddress = (url: URL, asking: Asking) => Promise<Asked>

const connectLimitMs = 2000
const answerLimitMs = 3000
const maxBytes = 64 * 1024

/** A GET that follows nothing and sends nothing but what it is given: no credentials, unless they are among the headers. */
export const askAddress: AskAddress = async (url, { headers = {}, ca, signal }) => {
  const isTls = url.protocol === 'https:'
  const client = new Client(url.origin, {
    connect: { timeout: connectLimitMs, ...(isTls && { secureContext: trustOf(ca === undefined ? {} : { ca }) }) },
    headersTimeout: answerLimitMs,
    bodyTimeout: answerLimitMs,
  })
  try {
    const answer = await client.request({ method: 'GET', path: url.pathname, headers, signal })
    const parts: Uint8Array[] = []
    let size = 0
    for await (const chunk of answer.body) {
      parts.push(chunk)
      size += chunk.byteLength
      if (size >= maxBytes) break
    }
    return {
      status: answer.statusCode,
      header(name) {
        const value = answer.headers[name]
        return (Array.isArray(value) ? value[0] : value) ?? null
      },
      text: Buffer.concat(parts).subarray(0, maxBytes).toString('utf8'),
    }
  } catch (error) {
    signal.throwIfAborted()
    throw connectionFailure(error)
  } finally {
    await client.destroy()
  }
}

/** An address of Ollama's API below its base, which may have a path of its own. */
export function below(base: URL, path: string): URL {
  const url = new URL(base)
  url.pathname = base.pathname.replace(/\/$/, '') + path
  return url
}
