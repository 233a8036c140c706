import type { Exchange } from '../http/exchange.ts'

const JSON_TYPE = 'application/json; charset=utf-8'
/** What Ollama says of JSON that comes out of one of its streams. */
const JSON_TYPE_OF_STREAMS = 'application/json'
const LINES_BEFORE_A_FAULT = 2

export function sendJson(exchange: Exchange, status: number, value: unknown, { fromStream = false } = {}): void {
  const bytes = Buffer.from(goJson(value))
  const { response, fault } = exchange
  response.writeHead(status, {
    'content-type': fromStream ? JSON_TYPE_OF_STREAMS : JSON_TYPE,
    'content-length': bytes.length,
  })
  if (fault === 'stall') response.flushHeaders()
  else if (fault === 'truncate') response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
  else response.end(bytes)
}

export function sendEmpty(exchange: Exchange, status: number): void {
  exchange.response.writeHead(status, { 'content-length': 0 })
  exchange.response.end()
}

/** Go's encoder escapes what could end a script element. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Lines of JSON, one by one, or with `stream: false` the last one alone. Not a byte leaves before the first line. */
export interface LineReply {
  readonly begun: boolean
  line(value: Readonly<Record<string, unknown>>): void
  end(): void
  /** Before the first line a proper status, afterwards one more line. */
  fail(status: number, text: string): void
}

export function createLineReply(exchange: Exchange): LineReply {
  const { response, fault } = exchange
  let lines = 0
  let silent = false

  const write = (value: Readonly<Record<string, unknown>>) => {
    if (silent || response.destroyed) return
    if (lines === 0) response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write(`${goJson(value)}\n`)
    lines += 1
  }

  return {
    get begun() {
      return lines > 0
    },
    line(value) {
      write(value)
      if (lines !== LINES_BEFORE_A_FAULT || silent) return
      if (fault === 'error_line') write({ error: 'an error was encountered while running the model' })
      if (fault === 'error_line' || fault === 'truncate') response.end()
      if (fault === 'reset_stream') response.socket?.resetAndDestroy()
      silent = fault === 'error_line' || fault === 'truncate' || fault === 'stall'
    },
    end() {
      if (!silent) response.end()
    },
    fail(status, text) {
      if (lines === 0) {
        sendJson(exchange, status, { error: text }, { fromStream: true })
        return
      }
      write({ error: text })
      response.end()
    },
  }
}
