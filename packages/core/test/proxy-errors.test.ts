import { describe, expect, test } from 'vitest'
import type { DashboardError } from '../src/kernel/errors.ts'
import { isTransient } from '../src/ollama/errors/ollama-errors.ts'
import { failureOf } from './failure-of-answer.ts'

const shown = ({ message, hint }: DashboardError) => `${message} ${hint ?? ''}`

describe('a proxy in front of Ollama', () => {
  const page = (title: string) =>
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`

  test.each([
    [400, 'ollama_error', 'it does not understand the request', false],
    [401, 'ollama_unauthorized', 'it requires a sign-in', false],
    [403, 'ollama_unauthorized', 'it denies access', false],
    [404, 'ollama_error', 'there is nothing at that path', false],
    [413, 'body_too_large', 'the request is too large', false],
    [429, 'ollama_busy', 'it is rate limiting requests', true],
    [500, 'ollama_error', 'it had an internal error', false],
    [502, 'ollama_unreachable', 'it cannot reach Ollama', true],
    [503, 'ollama_unreachable', 'Ollama is not available to it', true],
    [504, 'ollama_timeout', 'it timed out waiting for Ollama', true],
    [511, 'ollama_unreachable', 'the network requires a sign-in', true],
    [521, 'ollama_unreachable', 'it was refused by the server behind it', true],
    [524, 'ollama_timeout', 'it timed out waiting for the server behind it', true],
    [418, 'ollama_error', 'it rejected the request', false],
    [599, 'ollama_unreachable', 'it failed', true],
  ])('that answers %d is told as one, without its page: %s', (status, code, what, transient) => {
    const failure = failureOf(status, page(`${status} Something`), {})
    expect(failure).toMatchObject({ code, message: `A proxy in front of Ollama returned status ${status}: ${what}.` })
    expect(shown(failure)).not.toMatch(/[<>]|nginx\/|Ollama returned an error:/)
    expect(isTransient(failure)).toBe(transient)
  })

  test.each([
    ['Cloudflare', 'error code: 502'],
    ['Envoy', 'upstream connect error or disconnect/reset before headers'],
    ['Caddy', ''],
    ['a gateway', '{"detail":"Bad gateway"}'],
    ['a gateway', '{"error":null}'],
    ['a list', '[1]'],
  ])('is known without HTML too: %s', (_, body) => {
    expect(failureOf(502, body, {}).message).toBe(
      'A proxy in front of Ollama returned status 502: it cannot reach Ollama.',
    )
  })

  test.each([
    page('400 The plain HTTP request was sent to HTTPS port'),
    'Client sent an HTTP request to an HTTPS server.\n',
  ])('that wants https says so', (body) => {
    expect(failureOf(400, body, {})).toMatchObject({
      message: 'A proxy in front of Ollama returned status 400: it uses https at this address, not http.',
      hint: 'Start the Ollama address with https://.',
    })
  })
})
