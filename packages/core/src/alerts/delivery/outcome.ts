/** What an attempt came to. `detail` is short, holds no secret, and may be shown to whoever manages alerts. */
export type Outcome =
  | { readonly delivered: true; readonly detail: string }
  | {
      readonly delivered: false
      readonly detail: string
      /** Another attempt would end in the same way. */
      readonly isFinal: boolean
      /** Seconds until the receiver wants to be asked again; null where it did not say. */
      readonly retryAfterSeconds: number | null
    }

export const delivered = (detail: string): Outcome => ({ delivered: true, detail })

export const failed = (
  detail: string,
  { isFinal = false, retryAfterSeconds = null }: { isFinal?: boolean; retryAfterSeconds?: number | null } = {},
): Outcome => ({ delivered: false, detail, isFinal, retryAfterSeconds })

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed.',
  EPIPE: 'The connection was closed.',
  UND_ERR_SOCKET: 'The connection was closed.',
  ENOTFOUND: 'The host name was not found.',
  EDNS: 'The host name was not found.',
  EAI_AGAIN: 'The host name could not be looked up.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  ETIMEDOUT: 'There was no answer in time.',
  UND_ERR_CONNECT_TIMEOUT: 'There was no answer in time.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another name.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
}

/** Of a connection that failed. What libraries say in their messages may hold an address, so that their codes have to do. */
export function connectionOutcome(error: unknown): Outcome {
  const code = codeOf(error)
  if (code !== null && words[code]) return failed(words[code])
  if (code !== null && /CERT|SIGNATURE|SELF_SIGNED/.test(code)) {
    return failed(`The certificate is not trusted (${code}).`)
  }
  return failed(code === null ? 'The connection failed.' : `The connection failed (${code}).`)
}

function codeOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at instanceof AggregateError ? at.errors[0] : at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(at.code)) return at.code
  }
  return null
}
