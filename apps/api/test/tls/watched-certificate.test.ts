import { mkdir, readlink, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../../../packages/core/test/fake-clock.ts'
import { watchCertificate } from '../../src/tls/watched-certificate.ts'
import { filesOf, makePair, type Pair, read } from './certificates.ts'

const dayMs = 86_400_000
const lookMs = 5000

/** Files in memory, and what the watch of them does. */
function watched(pair: Pair, now = Date.now()) {
  const clock = fakeClock(now)
  const held: Record<string, string | null> = { cert: pair.cert, key: pair.key }
  const lines: string[] = []
  const used: string[] = []
  const tell = (line: string) => void lines.push(line)
  const certificate = watchCertificate({
    files: { certFile: 'cert', keyFile: 'key' },
    initial: read(pair),
    read: async (path) => held[path] ?? null,
    clock,
    log: { info: tell, warn: tell },
  })
  onTestFinished(() => certificate[Symbol.dispose]())
  certificate.onChange(({ cert }) => used.push(cert))
  return { clock, held, lines, used, certificate, health: () => certificate.health()[0] }
}

const [first, second] = await Promise.all([makePair(), makePair({ days: 80 })])

test('a renewal whose files come one after the other is used once both are there, without a complaint', async () => {
  const { clock, held, lines, used, health } = watched(first)
  held['cert'] = second.cert
  await clock.advance(lookMs)
  expect([used, lines, health()?.status]).toEqual([[], [], 'healthy'])
  held['key'] = second.key
  await clock.advance(lookMs)
  expect(used).toEqual([second.cert])
  expect(lines).toEqual([expect.stringMatching(/^The certificate was replaced\. The new one is valid until \d{4}-/)])
})

test.each([
  ['key of another certificate', { key: second.key }, /^TLS_KEY_FILE must be the key of the first certificate/],
  ['broken certificate', { cert: 'hello' }, /^TLS_CERT_FILE must be a readable file/],
  ['expired certificate', await makePair({ days: -1 }), /^TLS_CERT_FILE .* expired on/],
  ['certificate that is gone', { cert: null }, /^TLS_CERT_FILE must be a readable file/],
])('a %s leaves the earlier one in use and is told once, until it is put right', async (_, broken, message) => {
  const { clock, held, lines, used, health } = watched(first)
  Object.assign(held, broken)
  await clock.advance(10 * lookMs)
  expect(used).toEqual([])
  expect(lines).toEqual([expect.stringMatching(message)])
  expect(lines[0]).toContain('The earlier certificate stays in use.')
  expect(health()).toMatchObject({ name: 'tls', status: 'degraded', detail: expect.stringMatching(message) })
  Object.assign(held, second)
  await clock.advance(lookMs)
  expect([used, health()?.status]).toEqual([[second.cert], 'healthy'])
})

test.each([
  [15, 'healthy', /^The certificate is valid until \d{4}-\d\d-\d\d\.$/],
  [13, 'degraded', /valid until .*: renew it\.$/],
  [-1, 'unhealthy', /^The certificate expired on .*\. Replace/],
])('%d days before the end health is %s', async (days, status, detail) => {
  const pair = await makePair({ days: 30 })
  const { health } = watched(pair, Date.now() + (30 - days) * dayMs)
  expect(health()).toMatchObject({ status, detail: expect.stringMatching(detail) })
})

test('a renewal by Let’s Encrypt is seen: it replaces links, never the files that are read', async () => {
  const { folder } = await filesOf(first)
  const live = join(folder, 'live')
  await mkdir(live)
  const files = { certFile: join(live, 'fullchain.pem'), keyFile: join(live, 'privkey.pem') }
  const point = async (round: number, { cert, key }: Pair) => {
    for (const [path, text] of [
      [files.certFile, cert],
      [files.keyFile, key],
    ] as const) {
      const target = `${path}.${round}`
      await writeFile(target, text)
      await symlink(target, `${path}.new`)
      await rename(`${path}.new`, path)
    }
  }
  await point(1, first)
  const clock = fakeClock(Date.now())
  const silent = { info() {}, warn() {} }
  const certificate = watchCertificate({ files, initial: read(first), clock, log: silent })
  onTestFinished(() => certificate[Symbol.dispose]())
  const renewed = new Promise((resolve) => certificate.onChange(({ cert }) => resolve(cert)))
  await point(2, second)
  expect(await readlink(files.certFile)).toContain('.2')
  expect(await clock.until(renewed)).toBe(second.cert)
})

test('other files are followed from the moment they are named, and those of before no longer', async () => {
  const { clock, held, used, certificate, health } = watched(first)
  held['other.cert'] = second.cert
  held['other.key'] = second.key
  certificate.follow({ certFile: 'other.cert', keyFile: 'other.key' }, read(second))
  expect(used).toEqual([second.cert])
  held['cert'] = 'hello'
  await clock.advance(2 * lookMs)
  expect(health()?.status).toBe('healthy')
  held['other.cert'] = 'hello'
  await clock.advance(2 * lookMs)
  expect(health()?.status).toBe('degraded')
})
