import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { NotAllowed } from '../config/reader.ts'

/** A certificate with its chain, and the key that belongs to it: both in PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** The certificates of a file: the server's own first, then those that lead to its authority. */
interface Chain {
  readonly text: string
  readonly own: X509Certificate
  readonly expiresAt: number
}

const beginning = '-----BEGIN CERTIFICATE-----'
const chainForm = 'a readable file with certificates in PEM format, the one of this server first'
const keyForm = 'a readable file with the private key in PEM format, without a password'

/**
 * Reads the text of `TLS_CERT_FILE`; null stands for a file that cannot be read. `now` is in milliseconds since the
 * epoch. Throws NotAllowed, which says what the file must be.
 */
export function readChain(text: string | null, now: number): Chain {
  const [own] = text === null ? [] : certificatesOf(text)
  if (text === null || !own) throw new NotAllowed(chainForm)
  const expiresAt = Date.parse(own.validTo)
  if (expiresAt > now) return { text, own, expiresAt }
  throw new NotAllowed(`a certificate that is valid; this one expired on ${dayOf(expiresAt)}. Renew it`)
}

/** Reads the text of `TLS_KEY_FILE` in the same way. Throws NotAllowed where it does not belong to the certificate. */
export function readKey(text: string | null, { text: cert, own, expiresAt }: Chain): Certificate {
  if (text === null) throw new NotAllowed(keyForm)
  if (!own.checkPrivateKey(keyOf(text))) {
    throw new NotAllowed('the key of the first certificate in TLS_CERT_FILE; it belongs to another one')
  }
  try {
    createSecureContext({ cert, key: text })
  } catch {
    throw new NotAllowed('a key that OpenSSL accepts for TLS: RSA with at least 2048 bits, or an elliptic curve')
  }
  return { cert, key: text, expiresAt }
}

/** The day of a time in milliseconds since the epoch, as `2026-01-31`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

function certificatesOf(text: string): X509Certificate[] {
  const [, ...blocks] = text.split(beginning)
  try {
    return blocks.map((block) => new X509Certificate(beginning + block))
  } catch {
    throw new NotAllowed(`${chainForm}; one in it is damaged`)
  }
}

function keyOf(text: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch {
    throw new NotAllowed(keyForm)
  }
}
