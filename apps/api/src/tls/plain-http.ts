import type { IncomingMessage, ServerResponse } from 'node:http'
import { DashboardError } from '@ollama-dashboard/core'
import { bareDocument } from '../http/bare-document.ts'

/**
 * Answers a request that came without TLS to a port that speaks TLS. A browser is sent to the same address under HTTPS;
 * a program is told, since a redirect would let it go on sending its key in the open.
 */
export function answerPlainHttp(
  { method, url = '/', headers }: IncomingMessage,
  response: ServerResponse,
  securityHeaders: Readonly<Record<string, string>>,
): void {
  const { host, accept, authorization } = headers
  const isPage = (method === 'GET' || method === 'HEAD') && accept?.includes('text/html') && authorization === undefined
  if (isPage && host !== undefined && isHost(host)) {
    // For this once: a redirect that browsers remember would outlive a return to plain HTTP.
    response.writeHead(307, { ...securityHeaders, location: `https://${host}${url}`, connection: 'close' }).end()
    return
  }
  const error = new DashboardError('validation_failed', 'This port accepts HTTPS only.', {
    hint: 'Use https:// instead of http://.',
  })
  const { status, head, body } = bareDocument(error, securityHeaders)
  response.writeHead(status, head).end(body)
}

const isHost = (host: string): boolean => !/[/?#@\\\s]/.test(host) && URL.canParse(`https://${host}`)
