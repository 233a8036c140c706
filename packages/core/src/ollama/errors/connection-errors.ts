import { DashboardError } from '../../kernel/errors.ts'

/** Why no answer came: what is said of the server, what helps, and whether another try may do better. */
export interface ConnectionFailure {
  /** How the sentence goes on that begins with the name of the server. */
  readonly what: string
  readonly hint: string
  readonly transient: boolean
}

const startIt = 'Start Ollama, or check its address.'
const checkName = 'Check the host name in the Ollama address, or use the IP address.'
const checkNetwork = 'Check the network, any firewall in between, and the Ollama address.'
const trustIt = 'Set OLLAMA_CA_FILE to a file with the certificate, or with that of its authority (CA).'
const renewIt = 'Renew the server certificate, and check the clocks of both machines.'
const askOperator =
  'Inspect the certificate with "openssl s_client -connect HOST:PORT", and replace it with a valid one.'

const transient = (what: string, hint: string): ConnectionFailure => ({ what, hint, transient: true })
const permanent = (what: string, hint: string): ConnectionFailure => ({ what, hint, transient: false })
const untrusted = (why: string, hint = trustIt) =>
  permanent(`cannot be reached securely. Its TLS certificate is not trusted (${why})`, hint)

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
  ETIMEDOUT: transient('does not respond', startIt),
  UND_ERR_CONNECT_TIMEOUT: transient('does not respond', startIt),
  UND_ERR_HEADERS_TIMEOUT: transient('does not respond', startIt),
  UND_ERR_BODY_TIMEOUT: transient('does not respond', startIt),
  EHOSTUNREACH: transient('is on an unreachable host', checkNetwork),
  EHOSTDOWN: transient('is on an unreachable host', checkNetwork),
  ENETUNREACH: transient('is on an unreachable network', checkNetwork),
  ENETDOWN: transient('is on an unreachable network', checkNetwork),
  EADDRNOTAVAIL: transient('is on an unreachable network', checkNetwork),
  EACCES: permanent('cannot be reached: the operating system blocks the connection', checkNetwork),
  EPERM: permanent('cannot be reached: the operating system blocks the connection', checkNetwork),
  ENOTFOUND: permanent('has a host name that cannot be resolved', checkName),
  EAI_NONAME: permanent('has a host name that cannot be resolved', checkName),
  EAI_NODATA: permanent('has a host name that cannot be resolved', checkName),
  EAI_FAIL: permanent('has a host name that cannot be resolved', checkName),
  EAI_AGAIN: transient('has a host name that cannot be resolved right now', checkName),
  EMFILE: transient('cannot be reached: the dashboard has too many open files', 'Raise the limit (ulimit -n).'),
  ENFILE: transient('cannot be reached: this machine has too many open files', 'Close other programs.'),

  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('signed by an unknown authority'),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('the certificate of its issuer is missing'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('signed by an unknown authority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('the server does not send the intermediate certificates'),
  CERT_UNTRUSTED: untrusted('its authority is not trusted for server certificates'),
  CERT_REJECTED: untrusted('its authority is rejected'),
  CERT_HAS_EXPIRED: untrusted('expired', renewIt),
  CERT_NOT_YET_VALID: untrusted('not valid yet', renewIt),
  CERT_REVOKED: untrusted('revoked', renewIt),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted(
    'issued for another host name',
    'Use a host name from the certificate in the Ollama address, or install a certificate for this name.',
  ),
  HOSTNAME_MISMATCH: untrusted(
    'issued for another host name',
    'Use a host name from the certificate in the Ollama address, or install a certificate for this name.',
  ),
  CERT_SIGNATURE_FAILURE: untrusted('its signature is invalid', askOperator),
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: untrusted('its signature cannot be read', askOperator),
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: untrusted('the key of its authority cannot be read', askOperator),
  ERROR_IN_CERT_NOT_BEFORE_FIELD: untrusted('its dates cannot be read', askOperator),
  ERROR_IN_CERT_NOT_AFTER_FIELD: untrusted('its dates cannot be read', askOperator),
  CERT_CHAIN_TOO_LONG: untrusted('its chain is too long', askOperator),
  PATH_LENGTH_EXCEEDED: untrusted('its chain is too long', askOperator),
  INVALID_CA: untrusted('its chain contains a certificate that is not a CA', askOperator),
  INVALID_PURPOSE: untrusted('not a server certificate', askOperator),
  UNABLE_TO_GET_CRL: untrusted('the certificate revocation list is missing', askOperator),
  UNABLE_TO_DECRYPT_CRL_SIGNATURE: untrusted('the certificate revocation list cannot be read', askOperator),
  CRL_SIGNATURE_FAILURE: untrusted('the certificate revocation list cannot be read', askOperator),
  CRL_NOT_YET_VALID: untrusted('the certificate revocation list is not valid yet', askOperator),
  CRL_HAS_EXPIRED: untrusted('the certificate revocation list has expired', askOperator),
  ERROR_IN_CRL_LAST_UPDATE_FIELD: untrusted('the certificate revocation list cannot be read', askOperator),
  ERROR_IN_CRL_NEXT_UPDATE_FIELD: untrusted('the certificate revocation list cannot be read', askOperator),

  ERR_SSL_WRONG_VERSION_NUMBER: permanent('uses http at this address, not https', 'Start the address with http://.'),
  ERR_SSL_HTTP_REQUEST: permanent('uses http at this address, not https', 'Start the address with http://.'),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: permanent('uses http at this address, not https', 'Start the address with http://.'),
  UND_ERR_HEADERS_OVERFLOW: permanent('is not the server at this address', 'Check the port in the Ollama address.'),
}

/** By the beginning of a code, where a whole family means one thing. */
const byFamily: readonly (readonly [string, ConnectionFailure])[] = [
  // Alerts of the other side about the certificate that it wants to see.
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE',
    permanent(
      'requires a client certificate',
      'The dashboard cannot send one. Configure the server not to require it.',
    ),
  ],
  [
    'ERR_SSL_',
    permanent(
      'and the dashboard cannot agree on a TLS version or cipher',
      'Check the TLS settings of the proxy in front of Ollama.',
    ),
  ],
  [
    'EPROTO',
    permanent(
      'and the dashboard cannot agree on a TLS version or cipher',
      'Check the TLS settings of the proxy in front of Ollama.',
    ),
  ],
  ['HPE_', permanent('sent a response that is not HTTP', 'Check the port in the Ollama address.')],
]

const notHttp = permanent('sent a response that is not HTTP', 'Check the port in the Ollama address.')
const tlsThere = permanent('uses https at this address, not http', 'Start the address with https://.')
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

/** Whether what came is not HTTP, or ceased to be. */
export const isBrokenHttp = ({ cause }: DashboardError): boolean =>
  causesOf(cause).some((one) => one.name === 'HTTPParserError')

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
