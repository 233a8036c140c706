import { type Certificate, readChain, readKey } from '../tls/certificate.ts'
import type { TlsFiles } from '../tls/watched-certificate.ts'
import { textOrNull } from './file-text.ts'
import type { Reader } from './reader.ts'
import * as values from './values.ts'

export interface TlsConfig {
  readonly files: TlsFiles
  readonly certificate: Certificate
}

/** Reads the certificate of the dashboard's own TLS. What is wrong is noted by the reader. */
export function readTls({ read, refuse, has }: Reader): TlsConfig | null {
  const isEnabled = read('HTTPS_ENABLED', values.flag)
  const given = (['TLS_CERT_FILE', 'TLS_KEY_FILE'] as const).filter(has)
  if (!isEnabled) {
    // Whoever names a certificate expects it to be used.
    if (isEnabled === null && !has('HTTPS_ENABLED') && given.length > 0) {
      refuse(`${given.join(' and ')} would not be used: set HTTPS_ENABLED to true, or to false for plain HTTP.`)
    }
    return null
  }
  if (given.length < 2) {
    refuse('HTTPS_ENABLED is true; set TLS_CERT_FILE and TLS_KEY_FILE to its certificate and private key too.')
    return null
  }
  const chain = read('TLS_CERT_FILE', (path) => ({ path, ...readChain(textOrNull(path), Date.now()) }))
  if (!chain) return null
  const key = read('TLS_KEY_FILE', (path) => ({ path, certificate: readKey(textOrNull(path), chain) }))
  return key && { files: { certFile: chain.path, keyFile: key.path }, certificate: key.certificate }
}
