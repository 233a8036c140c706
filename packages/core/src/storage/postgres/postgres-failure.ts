import type { Failure } from '../storage-failure.ts'

/** What an error of PostgreSQL, of its driver or of the network between means. */
export function postgresFailure(error: Error & { code?: string; syscall?: string }): Failure | undefined {
  const { code, syscall, message } = error
  if (code === undefined) return byMessage.find(([pattern]) => pattern.test(message))?.[1]
  // The driver reads the certificates that the address names.
  if (syscall === 'open' || code === 'EISDIR') return 'notSecure'
  return byCode[code] ?? byClass[code.slice(0, 2)] ?? (tlsCode.test(code) ? 'notSecure' : undefined)
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, and what Node says of a connection. */
const byCode: Readonly<Record<string, Failure>> = {
  '25006': 'readOnly',
  '25P03': 'lost', // idle_in_transaction_session_timeout
  '3D000': 'noDatabase',
  '3F000': 'notAllowed', // no schema that the user may use
  '40001': 'contended', // serialization_failure
  '40P01': 'contended', // deadlock_detected
  '42501': 'notAllowed',
  '53100': 'serverFull',
  '53200': 'outOfMemory',
  '53300': 'noConnectionLeft',
  '55P03': 'locked',
  '57014': 'silent', // statement_timeout
  '57P01': 'lost', // also what ends the connections of a server that stops
  '57P02': 'lost',
  '57P03': 'notReady',
  '57P04': 'noDatabase',
  '57P05': 'lost',
  '58030': 'serverBroken',
  XX001: 'serverDamaged',
  XX002: 'serverDamaged',
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  // A socket in the file system that is not there, or is another user's.
  ENOENT: 'unreachable',
  EACCES: 'unreachable',
  ETIMEDOUT: 'silent',
  ECONNRESET: 'lost',
  ECONNABORTED: 'lost',
  EPIPE: 'lost',
}

const byClass: Readonly<Record<string, Failure>> = {
  '08': 'lost', // connection_exception
  '28': 'notLetIn', // invalid_authorization_specification
}

const tlsCode = /^(?:CERT_|DEPTH_ZERO_|ERR_OSSL_|ERR_SSL_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$|EPROTO$)/

/** The driver has words of its own, without a code, for what it finds out by itself. */
const byMessage: readonly (readonly [RegExp, Failure])[] = [
  [/timeout/i, 'silent'],
  [/^Connection terminated|not queryable$/, 'lost'],
  [/SSL connection|sslmode|sslnegotiation/, 'notSecure'],
  // No password is known, or the server does not know it either.
  [/^SASL: /, 'notLetIn'],
]
