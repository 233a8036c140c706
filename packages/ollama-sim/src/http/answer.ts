import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultBook } from '../faults.ts'
import type { Machine } from '../machine.ts'
import { methodsOf } from '../routes/routes.ts'
import { sendJson } from '../text/reply.ts'
import { ApiError } from './api-error.ts'
import type { Exchange } from './exchange.ts'
import { isAllowed } from './origin-check.ts'
import { readBody } from './request-body.ts'
import type { RequestLog } from './seen-request.ts'

const SLOW_HEADERS_MS = 30_000
const METHODS_ALLOWED = 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS'

export interface Answering {
  readonly machine: Machine
  readonly faults: FaultBook
  readonly log: RequestLog
}

/** Answers one request, by the book or with the fault that was ordered. */
export async function answer(answering: Answering, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { machine, faults, log } = answering
  const caller = new AbortController()
  const path = decodeURI(new URL(request.url ?? '/', 'http://simulator').pathname)
  let markAborted: (() => void) | undefined
  response.on('close', () => {
    if (response.writableFinished) return
    markAborted?.()
    caller.abort(new ApiError(499, 'request canceled'))
  })

  const body = await readBody(request)
  const model = modelIn(body)
  markAborted = log.add(request, path, model)
  if (caller.signal.aborted) markAborted()
  const fault = faults.meet(path, model)
  const exchange: Exchange = { request, response, path, body, signal: caller.signal, fault }

  if (fault === 'refuse' || fault === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  if (fault === 'hang') return
  if (!isAllowed(request)) {
    response.writeHead(403, { 'content-length': 0 }).end()
    return
  }
  try {
    if (fault === 'slow_headers') await machine.clock.wait(SLOW_HEADERS_MS, exchange.signal)
    if (fault === 'error')
      throw new ApiError(
        500,
        'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details',
      )
    if (fault === 'busy') throw new ApiError(503, 'server busy, please try again.  maximum pending requests exceeded')
    if (fault === 'garbage') {
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('<html>it works</html>')
      return
    }
    await route(machine, exchange)
  } catch (error) {
    fail(exchange, error)
  }
}

async function route(machine: Machine, exchange: Exchange): Promise<void> {
  const { request, response, path } = exchange
  const { method = 'GET', headers } = request
  const methods = methodsOf(path)
  if (headers.origin !== undefined) response.setHeader('access-control-allow-origin', headers.origin)
  if (method === 'OPTIONS') {
    if (methods !== undefined) response.setHeader('allow', Object.keys(methods).join(', '))
    response.writeHead(204, { 'access-control-allow-methods': METHODS_ALLOWED }).end()
    return
  }
  if (methods === undefined) {
    sendText(exchange, 404, '404 page not found')
    return
  }
  const handler =
    method === 'GET' || method === 'HEAD' || method === 'POST' || method === 'DELETE' ? methods[method] : undefined
  if (handler === undefined) {
    response.setHeader('allow', Object.keys(methods).join(', '))
    sendText(exchange, 405, '405 method not allowed')
    return
  }
  await handler(machine, exchange)
}

function sendText({ response }: Exchange, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': text.length }).end(text)
}

function fail(exchange: Exchange, error: unknown): void {
  const { response, signal } = exchange
  if (signal.aborted || response.destroyed) return
  if (response.headersSent) response.destroy()
  else if (error instanceof ApiError) sendJson(exchange, error.status, { error: error.message })
  else sendJson(exchange, 500, { error: error instanceof Error ? error.message : String(error) })
}

/** The model a request names, whatever its endpoint calls it. */
function modelIn(body: Buffer): string | undefined {
  // Blobs can be large, and name no model.
  if (body[0] !== 0x7b) return undefined
  try {
    const { model, name, source } = JSON.parse(body.toString())
    return [model, name, source].find((value) => typeof value === 'string')
  } catch {
    return undefined
  }
}
