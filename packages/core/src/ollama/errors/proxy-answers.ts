import type { ErrorCode } from '@ollama-dashboard/contracts'
import { DashboardError } from '../../kernel/errors.ts'

/** What an answer means that is not in Ollama's form: a proxy or gateway in front of it gave it. */
export interface ProxyAnswer {
  readonly code: ErrorCode
  /** How the sentence goes on that begins "A proxy in front of Ollama returned status 413:". */
  readonly what: string
  readonly hint: string
  readonly transient: boolean
}

const checkProxy = 'Check the proxy log.'
const startIt = 'Start Ollama, or check the Ollama address in the proxy settings.'
const checkAddress = 'Check the Ollama address, including its path.'

const refuses = (what: string): ProxyAnswer => ({
  code: 'ollama_unauthorized',
  what,
  hint: 'Set what the proxy requires: OLLAMA_API_KEY, OLLAMA_HEADERS, or user name and password in the Ollama address.',
  transient: false,
})
const unreachable = (what: string, hint = startIt): ProxyAnswer => ({
  code: 'ollama_unreachable',
  what,
  hint,
  transient: true,
})
const tooSlow = (what: string): ProxyAnswer => ({
  code: 'ollama_timeout',
  what,
  hint: 'Raise its timeout for Ollama (nginx: proxy_read_timeout). Loading a model can take minutes.',
  transient: true,
})
const wrong = (what: string, hint: string): ProxyAnswer => ({ code: 'ollama_error', what, hint, transient: false })

/** Sources: RFC 9110, RFC 6585 for 511, nginx's ngx_http_request.h for 494 to 499, Cloudflare's "5xx errors" for 520 to 530. */
const byStatus: Readonly<Record<number, ProxyAnswer>> = {
  400: wrong('it does not understand the request', checkAddress),
  401: refuses('it requires a sign-in'),
  403: refuses('it denies access'),
  404: wrong('there is nothing at that path', checkAddress),
  405: wrong('it does not allow that method', checkProxy),
  407: refuses('it requires a sign-in'),
  408: tooSlow('it timed out'),
  413: {
    code: 'body_too_large',
    what: 'the request is too large',
    hint: 'Raise its limit (nginx: client_max_body_size 32m), or send fewer or smaller images.',
    transient: false,
  },
  414: wrong('the request URL is too long', checkProxy),
  421: wrong('it does not serve that host name', checkAddress),
  429: {
    code: 'ollama_busy',
    what: 'it is rate limiting requests',
    hint: 'Wait a moment, or raise its limit for the dashboard.',
    transient: true,
  },
  431: wrong('the request headers are too large', checkProxy),
  494: wrong('the request headers are too large', checkProxy),
  495: refuses('it does not accept the client certificate'),
  496: refuses('it requires a client certificate'),
  497: wrong('it uses https at this address, not http', 'Start the Ollama address with https://.'),
  499: unreachable('the connection was closed'),
  500: wrong('it had an internal error', checkProxy),
  501: wrong('it does not support the request', checkProxy),
  502: unreachable('it cannot reach Ollama'),
  503: unreachable('Ollama is not available to it'),
  504: tooSlow('it timed out waiting for Ollama'),
  511: unreachable('the network requires a sign-in', 'Open any page in a browser on this machine, and sign in there.'),
  520: unreachable('it did not understand the response'),
  521: unreachable('it was refused by the server behind it'),
  522: unreachable('it cannot connect to the server behind it'),
  523: unreachable('it cannot reach the server behind it'),
  524: tooSlow('it timed out waiting for the server behind it'),
  525: unreachable('it cannot set up TLS with the server behind it', checkProxy),
  526: unreachable('it does not trust the certificate of the server behind it', checkProxy),
  530: unreachable('it cannot find the server behind it', checkProxy),
}

/** What servers for https say to http, with status 400. */
const httpToHttps = ['plain http request was sent to https port', 'client sent an http request to an https server']

/** `text`: what it said, in lower case. */
export function proxyAnswer(status: number, text: string): ProxyAnswer {
  const speaksTls = byStatus[497]
  if (speaksTls && httpToHttps.some((words) => text.includes(words))) return speaksTls
  return (
    byStatus[status] ??
    (status < 500 ? wrong('it rejected the request', checkProxy) : unreachable('it failed', checkProxy))
  )
}

/** Words that wait to be compressed would not come as they are made: none are asked for in that form, and none are read. */
export const compressedAnswer = () =>
  new DashboardError(
    'ollama_error',
    'A proxy in front of Ollama compresses responses. The dashboard cannot read them.',
    {
      hint: 'Disable compression for Ollama in the proxy.',
    },
  )
