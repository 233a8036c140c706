import type { ErrorCode } from '@ollama-dashboard/contracts'

/** What an answer means that is not in Ollama's form: a proxy or gateway in front of it gave it. */
export interface ProxyAnswer {
  readonly code: ErrorCode
  /** How the sentence goes on that begins "A proxy in front of Ollama answered 413:". */
  readonly what: string
  readonly hint: string
  readonly transient: boolean
}

const checkProxy = "Look into the proxy's own log."
const startIt = 'Start Ollama, or check where the proxy looks for it.'
const checkAddress = 'Check the address of Ollama, its path included.'

const refuses = (what: string): ProxyAnswer => ({
  code: 'ollama_unauthorized',
  what,
  hint: 'Set OLLAMA_API_KEY, OLLAMA_HEADERS, or the name and password in its address, whichever the proxy asks for.',
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
  hint: 'Raise its time limit for Ollama (nginx: proxy_read_timeout), since loading a model takes minutes.',
  transient: true,
})
const wrong = (what: string, hint: string): ProxyAnswer => ({ code: 'ollama_error', what, hint, transient: false })

/** Sources: RFC 9110, RFC 6585 for 511, nginx's ngx_http_request.h for 494 to 499, Cloudflare's "5xx errors" for 520 to 530. */
const byStatus: Readonly<Record<number, ProxyAnswer>> = {
  400: wrong('it does not understand the request', checkAddress),
  401: refuses('it asks for a sign-in'),
  403: refuses('it does not let the dashboard through'),
  404: wrong('there is nothing at that path', checkAddress),
  405: wrong('it does not allow that method', checkProxy),
  407: refuses('it asks for a sign-in'),
  408: tooSlow('it gave up waiting'),
  413: {
    code: 'body_too_large',
    what: 'the request is larger than it lets through',
    hint: 'Raise its limit (nginx: client_max_body_size 32m), or send fewer or smaller pictures.',
    transient: false,
  },
  414: wrong('the address of the request is longer than it lets through', checkProxy),
  421: wrong('it does not serve that host name', checkAddress),
  429: {
    code: 'ollama_busy',
    what: 'it takes no more requests at the moment',
    hint: 'Wait a moment, or raise its limit for the dashboard.',
    transient: true,
  },
  431: wrong('the headers of the request are larger than it lets through', checkProxy),
  494: wrong('the headers of the request are larger than it lets through', checkProxy),
  495: refuses('it does not accept the client certificate'),
  496: refuses('it asks for a client certificate'),
  497: wrong('it speaks https there, not http', 'Begin the address of Ollama with https://.'),
  499: unreachable('the connection was closed'),
  500: wrong('something went wrong in it', checkProxy),
  501: wrong('it does not know the request', checkProxy),
  502: unreachable('it cannot reach Ollama'),
  503: unreachable('it has no Ollama to ask at the moment'),
  504: tooSlow('it gave up waiting for Ollama'),
  511: unreachable('the network asks for a sign-in', 'Open any page in a browser on this machine, and sign in there.'),
  520: unreachable('it did not understand the answer'),
  521: unreachable('it was refused by the server behind it'),
  522: unreachable('it cannot connect to the server behind it'),
  523: unreachable('it cannot reach the server behind it'),
  524: tooSlow('it gave up waiting for the server behind it'),
  525: unreachable('it cannot agree on TLS with the server behind it', checkProxy),
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
    (status < 500 ? wrong('it refuses the request', checkProxy) : unreachable('it failed', checkProxy))
  )
}
