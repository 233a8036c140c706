import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/reader.ts'
import { filesOf, makePair, type Pair } from './certificates.ts'

function problemOf(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

test.each(['ec', 'rsa'] as const)(
  'a chain with a key of type %s is accepted, in any spelling of true',
  async (keyType) => {
    const authority = await makePair({ keyType, isAuthority: true })
    const { cert, key } = await makePair({ keyType, authority })
    const { env, certFile, keyFile } = await filesOf({ cert: `${cert}\n${authority.cert}`, key })
    const { tls } = readConfig({ ...env, HTTPS_ENABLED: 'True' })
    expect(tls).toMatchObject({ files: { certFile, keyFile }, certificate: { key } })
  },
)

const [good, other] = await Promise.all([makePair(), makePair()])
const authority = await makePair({ isAuthority: true })
const ofAuthority = await makePair({ authority })

const unusable: [string, Pair, RegExp][] = [
  [
    'the key belongs to another certificate',
    { ...good, key: other.key },
    /TLS_KEY_FILE is ".*"; it must be the key of/,
  ],
  [
    'the chain begins with its authority',
    { ...ofAuthority, cert: `${authority.cert}\n${ofAuthority.cert}` },
    /TLS_KEY_FILE .* first certificate/,
  ],
  [
    'the certificate has expired',
    await makePair({ days: -3 }),
    /TLS_CERT_FILE is ".*"; .* expired on \d{4}-\d\d-\d\d. Renew it/,
  ],
  ['the key has a password', await makePair({ passphrase: 'geheim' }), /TLS_KEY_FILE .* without a password/],
  ['the certificate is no PEM', { ...good, cert: 'hello' }, /TLS_CERT_FILE .* PEM format/],
  ['a certificate is damaged', { ...good, cert: good.cert.replace(/\n.{20}/, '\n') }, /TLS_CERT_FILE .* damaged/],
  ['the key is no PEM', { ...good, key: 'hello' }, /TLS_KEY_FILE .* private key in PEM format/],
]
test.each(unusable)('the start is refused where %s', async (_, pair, message) => {
  const { env } = await filesOf(pair)
  const problem = problemOf(env)
  expect(problem).toMatch(message)
  expect(problem).not.toContain('PRIVATE KEY-----')
})

test('a file that is not there is named', async () => {
  const { env } = await filesOf(good)
  expect(problemOf({ ...env, TLS_CERT_FILE: '/nowhere/c.pem' })).toContain('TLS_CERT_FILE is "/nowhere/c.pem"')
  expect(problemOf({ ...env, TLS_KEY_FILE: '/nowhere/k.pem' })).toContain('TLS_KEY_FILE is "/nowhere/k.pem"')
})

test('TLS needs all three variables, and files without it are not passed over in silence', async () => {
  const { env } = await filesOf(good)
  expect(problemOf({ HTTPS_ENABLED: 'true' })).toContain('set TLS_CERT_FILE and TLS_KEY_FILE')
  expect(problemOf({ ...env, HTTPS_ENABLED: '' })).toContain('TLS_CERT_FILE and TLS_KEY_FILE would not be used')
  expect(readConfig({ ...env, HTTPS_ENABLED: 'false' }).tls).toBe(null)
})

test('a file of another encoding than that of a renewal is read too', async () => {
  const { env, certFile } = await filesOf(good)
  await writeFile(certFile, `subject=CN = localhost\r\n${good.cert.replaceAll('\n', '\r\n')}`)
  expect(readConfig(env).tls?.certificate.expiresAt).toBeGreaterThan(Date.now())
})
