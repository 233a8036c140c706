import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificates {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** An authority of its own, and what it certifies 127.0.0.1 with. */
export function makeCertificates(folder: string): Certificates {
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...fresh, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Proof')
  openssl('req', ...fresh, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=redis')
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1')
  const signed = ['-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial']
  openssl('x509', '-req', ...signed, '-out', 'server.pem', '-days', '2', '-extfile', 'names')
  return { ca: file('ca.pem'), cert: file('server.pem'), key: file('server.key') }
}
