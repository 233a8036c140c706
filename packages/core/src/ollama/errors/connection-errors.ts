import { DashboardError } from '../../kernel/errors.ts'

/** Why no answer came: what is said of the server, what helps, and whether another try may do better. */
export interface ConnectionFailure {
  /** How the sentence goes on that begins with the name of the server. */
  readonly what: string
  readonly hint: string
  readonly transient: boolean
}

const startIt = 'Start Ollama, or check its address.'
const checkName = 'Check the name in the address of Ollama, or write its IP address.'
const checkNetwork = 'Check the network, any firewall between, and the address of Ollama.'
const trustIt = 'Name the certificate, or that of its authority, in OLLAMA_CA_FILE.'
const renewIt = 'Renew the certificate of the server, and check the clocks of both machines.'
const askOperator = 'Look at the certificate with "openssl s_client -connect HOST:PORT", and install a sound one.'

const transient = (what: string, hint: string): ConnectionFailure => ({ what, hint, transient: true })
const permanent = (what: string, hint: string): ConnectionFailure => ({ what, hint, transient: false })
const untrusted = (why: string, hint = trustIt) =>
  permanent(`cannot be reached safely. Its certificate is not trusted (${why})`, hint)

/**
 * By the code of an error: the system's (errno, getaddrinfo), undici's, OpenSSL's as Node names them, and HTTP parsing.
 * Sources: Node's docs of `errors` and of `tls` ("X509 certificate error codes"), undici's docs/api/Errors.md.
 */
const byCode: Readonly<Record<string, ConnectionFailure>> = {
  ECONNREFUSED: transient('refused the connection', startIt),
  ECONNRESET: transient('closed the connection', startIt),
  ECONNABORTED: transient('closed the connection', startIt),
  EPIPE: transient('closed the connection', startIt),
  UND_ERR_SOCKET: transient('closed the connection', startIt),
  ETIMEDOUT: transient('does not answer', startIt),
  UND_ERR_CONNECT_TIMEOUT: transient('does not answer', startIt),
  UND_ERR_HEADERS_TIMEOUT: transient('does not answer', startIt),
  UND_ERR_BODY_TIMEOUT: transient('does not answer', startIt),
  EHOSTUNREACH: transient('is on a host that cannot be reached', checkNetwork),
  EHOSTDOWN: transient('is on a host that cannot be reached', checkNetwork),
  ENETUNREACH: transient('is on a network that cannot be reached', checkNetwork),
  ENETDOWN: transient('is on a network that cannot be reached', checkNetwork),
  EADDRNOTAVAIL: transient('is on a network that cannot be reached', checkNetwork),
  EACCES: permanent('cannot be connected to: this system forbids it', checkNetwork),
  EPERM: permanent('cannot be connected to: this system forbids it', checkNetwork),
  ENOTFOUND: permanent('has a name that cannot be resolved', checkName),
  EAI_NONAME: permanent('has a name that cannot be resolved', checkName),
  EAI_NODATA: permanent('has a name that cannot be resolved', checkName),
  EAI_FAIL: permanent('has a name that cannot be resolved', checkName),
  EAI_AGAIN: transient('has a name that cannot be resolved at the moment', checkName),
  EMFILE: transient('cannot be connected to: the dashboard has too many files open', 'Raise its limit (ulimit -n).'),
  ENFILE: transient('cannot be connected to: this machine has too many files open', 'Close other programs.'),

  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('signed by an authority that this machine does not know'),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('the certificate of its authority is missing'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('signed by an authority that this machine does not know'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('the server does not send the certificates between it and its authority'),
  CERT_UNTRUSTED: untrusted('its authority is not trusted for servers'),
  CERT_REJECTED: untrusted('its authority is rejected'),
  CERT_HAS_EXPIRED: untrusted('expired', renewIt),
  CERT_NOT_YET_VALID: untrusted('not valid yet', renewIt),
  CERT_REVOKED: untrusted('revoked', renewIt),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted(
    'made for another name',
    'Use a name that the certificate has in the address of Ollama, or install one for this name.',
  ),
  HOSTNAME_MISMATCH: untrusted(
    'made for another name',
    'Use a name that the certificate has in the address of Ollama, or install one for this name.',
  ),
  CERT_SIGNATURE_FAILURE: untrusted('its signature is wrong', askOperator),
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: untrusted('its signature cannot be read', askOperator),
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: untrusted('the key of its authority cannot be read', askOperator),
  ERROR_IN_CERT_NOT_BEFORE_FIELD: untrusted('its dates cannot be read', askOperator),
  ERROR_IN_CERT_NOT_AFTER_FIELD: untrusted('its dates cannot be read', askOperator),
  CERT_CHAIN_TOO_LONG: untrusted('its chain is too long', askOperator),
  PATH_LENGTH_EXCEEDED: untrusted('its chain is too long', askOperator),
  INVALID_CA: untrusted('an authority in its chain is none', askOperator),
  INVALID_PURPOSE: untrusted('not made for servers', askOperator),
  UNABLE_TO_GET_CRL: untrusted('the list of revoked ones is missing', askOperator),
  UNABLE_TO_DECRYPT_CRL_SIGNATURE: untrusted('the list of revoked ones cannot be read', askOperator),
  CRL_SIGNATURE_FAILURE: untrusted('the list of revoked ones cannot be read', askOperator),
  CRL_NOT_YET_VALID: untrusted('the list of revoked ones is not valid yet', askOperator),
  CRL_HAS_EXPIRED: untrusted('the list of revoked ones has expired', askOperator),
  ERROR_IN_CRL_LAST_UPDATE_FIELD: untrusted('the list of revoked ones cannot be read', askOperator),
  ERROR_IN_CRL_NEXT_UPDATE_FIELD: untrusted('the list of revoked ones cannot be read', askOperator),

  ERR_SSL_WRONG_VERSION_NUMBER: permanent('speaks http there, not https', 'Begin its address with http://.'),
  ERR_SSL_HTTP_REQUEST: permanent('speaks http there, not https', 'Begin its address with http://.'),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: permanent('speaks http there, not https', 'Begin its address with http://.'),
  UND_ERR_HEADERS_OVERFLOW: permanent('is not what answers there', 'Check the port in the address of Ollama.'),
}

/** By the beginning of a code, where a whole family means one thing. */
const byFamily: readonly (readonly [string, ConnectionFailure])[] = [
  // Alerts of the other side about the certificate that it wants to see.
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE',
    permanent('asks for a client certificate', 'The dashboard has none: let the server not ask it for one.'),
  ],
  [
    'ERR_SSL_',
    permanent('and the dashboard cannot agree on TLS', 'Check the TLS settings of the proxy in front of Ollama.'),
  ],
  [
    'EPROTO',
    permanent('and the dashboard cannot agree on TLS', 'Check the TLS settings of the proxy in front of Ollama.'),
  ],
  ['HPE_', permanent('is not an HTTP server there', 'Check the port in the address of Ollama.')],
]

const notHttp = permanent('is not an HTTP server there', 'Check the port in the address of Ollama.')
const tlsThere = permanent('speaks https there, not http', 'Begin its address with https://.')
const unknown = transient('cannot be reached', startIt)

/**
 * A request that got no answer, as the failure a caller may see: `ollama_unreachable`, whatever the network threw.
 * What is known already is given back as it is.
 */
export function connectionFailure(error: unknown): DashboardError {
  if (error instanceof DashboardError) return error
  const { what, hint } = find(error) ?? unknown
  return new DashboardError('ollama_unreachable', `Ollama ${what}.`, { hint, cause: error })
}

/** Whether another try may get an answer, for what `connectionFailure` made. */
export const isTransientConnection = ({ cause }: DashboardError): boolean => (find(cause) ?? unknown).transient

/** Whether the machine is there and nothing listens at the address. */
export const isRefused = ({ cause }: DashboardError): boolean =>
  causesOf(cause).some((one) => codeOf(one) === 'ECONNREFUSED')

/** The first known reason in the chain of causes, and in the tries of each address that a name has. */
function find(error: unknown): ConnectionFailure | null {
  for (const cause of causesOf(error)) {
    const known = knownFailure(cause)
    if (known) return known
  }
  return null
}

function knownFailure(error: Error): ConnectionFailure | null {
  if (error.name === 'HTTPParserError') return beginsTls(error) ? tlsThere : notHttp
  const code = codeOf(error)
  if (code === null) return null
  return byCode[code] ?? byFamily.find(([family]) => code.startsWith(family))?.[1] ?? null
}

const codeOf = (error: Error): string | null => ('code' in error && typeof error.code === 'string' ? error.code : null)

/** A TLS server answers plain HTTP with an alert: a record of type 21, version 3. */
const beginsTls = (error: Error): boolean =>
  'data' in error && typeof error.data === 'string' && error.data.startsWith('\u0015\u0003')

/** An error, the tries it sums up, and what caused it; a chain that is longer tells nothing more. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = []
  for (let at = error; at instanceof Error && causes.length < 16; at = at.cause) {
    causes.push(at)
    if (at instanceof AggregateError) causes.push(...at.errors.slice(0, 8).filter((one) => one instanceof Error))
  }
  return causes
}
