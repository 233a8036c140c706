import { readFile } from 'node:fs/promises'
import type { Clock, HealthCheck } from '@ollama-dashboard/core'
import { NotAllowed } from '../config/reader.ts'
import { type Certificate, dayOf, readChain, readKey } from './certificate.ts'

export interface TlsFiles {
  readonly certFile: string
  readonly keyFile: string
}

export interface WatchOptions {
  readonly files: TlsFiles
  /** What the files held at the start. */
  readonly initial: Certificate
  readonly clock: Clock
  /** The text of a file, null where it cannot be read; from the disk when absent. */
  readonly read?: (path: string) => Promise<string | null>
  readonly log: Readonly<Record<'info' | 'warn', (line: string) => void>>
}

export interface WatchedCertificate extends Disposable {
  current(): Certificate
  onChange(use: (certificate: Certificate) => void): void
  /** Follows other files from now on, which held this certificate a moment ago. */
  follow(files: TlsFiles, certificate: Certificate): void
  readonly health: HealthCheck
}

/** How often the files are read. Their contents, since a renewal replaces links, which no watch of a file sees. */
const lookMs = 5000
const dayMs = 86_400_000
/** Let's Encrypt renews 30 days before the end: what is still not renewed now does not renew itself. */
const warnMs = 14 * dayMs

/**
 * Follows the files of a certificate while the server runs. Certificate and key are replaced one after the other, so
 * what does not fit is told only when it still does not at the next look. Until then, and after, the earlier pair stays.
 */
export function watchCertificate({ initial, clock, log, read = textOf, ...at }: WatchOptions): WatchedCertificate {
  let { files } = at
  const listeners: ((certificate: Certificate) => void)[] = []
  let used = initial
  let suspected: string | null = null
  let problem: string | null = null
  let lookedAt = clock.now()
  let closed = false

  async function look(): Promise<void> {
    const looked = files
    const [cert, key] = await readPair(looked)
    if (closed) return
    // What the earlier files held says nothing once others are followed.
    if (looked === files) compare(cert, key)
    cancel = clock.after(lookMs, look)
  }

  const readPair = ({ certFile, keyFile }: TlsFiles) => Promise.all([read(certFile), read(keyFile)])

  function compare(cert: string | null, key: string | null): void {
    lookedAt = clock.now()
    const found = cert === used.cert && key === used.key ? null : tryRead(cert, key, lookedAt)
    if (typeof found === 'string') suspect(found)
    else {
      trust()
      if (found) take(found)
    }
  }

  function trust(): void {
    suspected = null
    problem = null
  }

  function suspect(reason: string): void {
    const isSure = reason === suspected
    suspected = reason
    if (!isSure || reason === problem) return
    problem = reason
    log.warn(`${reason} The earlier certificate stays in use.`)
  }

  function take(certificate: Certificate): void {
    used = certificate
    for (const use of listeners) use(certificate)
    log.info(`The certificate was replaced. The new one is valid until ${dayOf(certificate.expiresAt)}.`)
  }

  let cancel = clock.after(lookMs, look)
  return {
    current: () => used,
    onChange: (use) => void listeners.push(use),
    follow(next, certificate) {
      files = next
      lookedAt = clock.now()
      trust()
      if (certificate.cert !== used.cert || certificate.key !== used.key) take(certificate)
    },
    health() {
      const leftMs = used.expiresAt - clock.now()
      const isExpired = leftMs <= 0
      const isSoon = leftMs <= warnMs
      const validity = isExpired
        ? `The certificate expired on ${dayOf(used.expiresAt)}. Replace TLS_CERT_FILE and TLS_KEY_FILE.`
        : `The certificate is valid until ${dayOf(used.expiresAt)}${isSoon ? ': renew it' : ''}.`
      const detail = problem === null ? validity : `${problem} The earlier certificate stays in use. ${validity}`
      const status = isExpired ? 'unhealthy' : isSoon || problem !== null ? 'degraded' : 'healthy'
      return [{ name: 'tls', status, detail, checkedAt: lookedAt }]
    },
    [Symbol.dispose]() {
      closed = true
      cancel()
    },
  }
}

/** The pair, or what is wrong with it as a sentence, without the paths, which readers of health need not know. */
function tryRead(cert: string | null, key: string | null, now: number): Certificate | string {
  let variable = 'TLS_CERT_FILE'
  try {
    const chain = readChain(cert, now)
    variable = 'TLS_KEY_FILE'
    return readKey(key, chain)
  } catch (error) {
    if (error instanceof NotAllowed) return `${variable} must be ${error.message}.`
    throw error
  }
}

const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null)
