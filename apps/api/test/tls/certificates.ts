import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { onTestFinished } from 'vitest'
import { readChain, readKey } from '../../src/tls/certificate.ts'

const dayMs = 86_400_000

export interface Pair {
  readonly cert: string
  readonly key: string
}

export interface PairOptions {
  readonly keyType?: 'ec' | 'rsa'
  /** For how many days it is valid from now on; negative where it has expired. */
  readonly days?: number
  /** Who signs it; itself when absent. */
  readonly authority?: Pair
  readonly isAuthority?: boolean
  readonly passphrase?: string
}

/** A certificate for this machine and its key, in PEM. */
export async function makePair(options: PairOptions = {}): Promise<Pair> {
  const { keyType = 'ec', days = 90, authority, isAuthority = authority === undefined, passphrase } = options
  const made = await generate(
    [{ name: 'commonName', value: isAuthority ? `Authority ${randomUUID()}` : 'localhost' }],
    {
      keyType,
      algorithm: 'sha256',
      notBeforeDate: new Date(Date.now() - 365 * dayMs),
      notAfterDate: new Date(Date.now() + days * dayMs),
      extensions: [
        { name: 'basicConstraints', cA: isAuthority },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
      ...(authority && { ca: authority }),
      ...(passphrase && { passphrase }),
    },
  )
  return { cert: made.cert, key: made.private }
}

/** What the dashboard makes of a pair. */
export const read = ({ cert, key }: Pair) => readKey(key, readChain(cert, 0))

/** A pair as files in a folder that ends with the test. */
export async function filesOf({ cert, key }: Pair) {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const files = { certFile: join(folder, 'fullchain.pem'), keyFile: join(folder, 'privkey.pem') }
  await writeFile(files.certFile, cert)
  await writeFile(files.keyFile, key)
  return {
    folder,
    ...files,
    env: { HTTPS_ENABLED: 'true', TLS_CERT_FILE: files.certFile, TLS_KEY_FILE: files.keyFile },
  }
}
