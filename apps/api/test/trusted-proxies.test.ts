import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../../packages/core/test/fake-clock.ts'
import { openTrustedProxies, type TrustedProxiesOptions } from '../src/access/trusted-proxies.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

/** Proxies that are looked up in a table of the test: addresses, or how the look-up fails. */
async function open(
  { fixed = [], names = [] }: Partial<TrustedProxiesOptions>,
  table: Record<string, string[] | string> = {},
) {
  const clock = fakeClock()
  const asked: string[] = []
  const proxies = await openTrustedProxies({
    fixed,
    names,
    clock,
    async resolve(name) {
      asked.push(name)
      const found = table[name] ?? 'ENOTFOUND'
      if (typeof found === 'string') throw failure(found)
      return found
    },
  })
  onTestFinished(() => proxies[Symbol.dispose]())
  return { clock, table, asked, proxies, health: () => proxies.health()[0] }
}

test('addresses, networks and well-known words are trusted, and nothing beside them', async () => {
  const { proxies, asked } = await open({ fixed: ['10.1.0.0/16', '192.0.2.7', 'loopback', 'linklocal', 'fd00::/8'] })
  const trusted = [
    '10.1.255.1',
    '::ffff:10.1.2.3',
    '192.0.2.7',
    '127.0.0.1',
    '::1',
    '169.254.1.1',
    'fe80::1',
    'fd12::1',
  ]
  const others = ['10.2.0.1', '192.0.2.8', '172.16.0.1', '2001:db8::1', '169.253.1.1']
  expect(trusted.filter((address) => !proxies.trusts(address))).toEqual([])
  expect(others.filter((address) => proxies.trusts(address))).toEqual([])
  expect([asked, proxies.health()]).toEqual([[], []])
})

test('a name is trusted at the addresses that it has now, beside the others', async () => {
  const { proxies, clock, table, health } = await open(
    { fixed: ['loopback'], names: ['nginx'] },
    { nginx: ['172.18.0.5', 'fd00::5'] },
  )
  expect(['172.18.0.5', 'fd00::5', '127.0.0.1'].every(proxies.trusts)).toBe(true)
  expect(health()).toMatchObject({ name: 'proxies', status: 'healthy' })
  table['nginx'] = ['172.18.0.9']
  await clock.advance(30_000)
  expect([proxies.trusts('172.18.0.9'), proxies.trusts('172.18.0.5'), proxies.trusts('127.0.0.1')]).toEqual([
    true,
    false,
    true,
  ])
})

test('a name that does not exist is trusted nowhere, told in health, and found soon after it exists', async () => {
  const { proxies, clock, table, health } = await open({ names: ['nginx'] })
  expect(proxies.trusts('172.18.0.5')).toBe(false)
  expect(health()).toMatchObject({ status: 'degraded', detail: expect.stringContaining('nginx') })
  table['nginx'] = ['172.18.0.5']
  await clock.advance(5000)
  expect([proxies.trusts('172.18.0.5'), health()?.status]).toEqual([true, 'healthy'])
  delete table['nginx']
  await clock.advance(30_000)
  expect([proxies.trusts('172.18.0.5'), health()?.status]).toEqual([false, 'degraded'])
})

test('while the resolver itself fails, addresses count for five minutes', async () => {
  const { proxies, clock, table } = await open({ names: ['nginx'] }, { nginx: ['172.18.0.5'] })
  table['nginx'] = 'EAI_AGAIN'
  await clock.advance(290_000)
  expect(proxies.trusts('172.18.0.5')).toBe(true)
  await clock.advance(20_000)
  expect(proxies.trusts('172.18.0.5')).toBe(false)
})

test('a resolver that never answers holds up neither the start for long nor what is asked', async () => {
  const clock = fakeClock()
  let lookups = 0
  const hang = () => {
    lookups += 1
    return new Promise<never>(() => undefined)
  }
  const opening = openTrustedProxies({ fixed: ['10.0.0.1'], names: ['a', 'b'], clock, resolve: hang })
  await clock.advance(3000)
  const proxies = await opening
  expect([proxies.trusts('10.0.0.1'), proxies.trusts('10.0.0.2')]).toEqual([true, false])
  expect(proxies.health()[0]).toMatchObject({ status: 'degraded', detail: expect.stringContaining('a, b') })
  await clock.advance(600_000)
  // Each would take a thread of those that also read files.
  expect(lookups).toBe(1)
})
