import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { as, testApp, testClock } from './support.ts'

describe('after ten wrong keys in a minute', () => {
  const guess = { authorization: 'Bearer guess' }

  async function failTenTimes() {
    const clock = testClock()
    const { app } = await testApp({ now: clock.now })
    for (let tries = 0; tries < 10; tries += 1) {
      // Half of them where no key is needed: that is no way to guess for free.
      const { statusCode } = await app.inject({ url: tries % 2 ? '/api/session' : '/api/test', headers: guess })
      expect(statusCode).toBe(tries % 2 ? 200 : 401)
    }
    return { app, clock }
  }

  test('another wrong key of the address is answered with 429 until the minute is over', async () => {
    const { app, clock } = await failTenTimes()
    clock.advance(20)
    const refused = await app.inject({ url: '/api/test', headers: guess })
    expect(refused.statusCode).toBe(429)
    expect(refused.headers['retry-after']).toBe('40')
    expect(refused.json().code).toBe('rate_limited')
    clock.advance(40)
    expect((await app.inject({ url: '/api/test', headers: guess })).statusCode).toBe(401)
  })

  test('a valid key of the same address goes on: a stale client behind one NAT shuts nobody out', async () => {
    const { app } = await failTenTimes()
    expect((await app.inject({ url: '/api/test', headers: as('admin') })).statusCode).toBe(200)
  })

  test('open routes, other addresses and requests without a key go on', async () => {
    const { app } = await failTenTimes()
    for (const url of ['/health', '/ping', '/api/session', '/', '/assets/app-1a2b3c.js']) {
      expect((await app.inject({ url, headers: guess })).statusCode, url).toBe(200)
    }
    const elsewhere = await app.inject({ url: '/api/test', headers: guess, remoteAddress: '10.9.9.9' })
    expect(elsewhere.statusCode).toBe(401)
    expect((await app.inject('/api/test')).statusCode).toBe(401)
  })

  test('setting the clock back makes nobody wait longer', async () => {
    const { app } = await testApp()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    onTestFinished(() => void vi.useRealTimers())
    for (let tries = 0; tries < 10; tries += 1) await app.inject({ url: '/api/test', headers: guess })
    vi.setSystemTime(Date.now() - 86_400_000)
    const { headers } = await app.inject({ url: '/api/test', headers: guess })
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60)
  })

  test("a proxy's own sign-in never counts as a wrong key", async () => {
    const { app } = await testApp({ now: testClock().now })
    const basic = { authorization: 'Basic YW5uOnB3' }
    for (let tries = 0; tries < 11; tries += 1) {
      expect((await app.inject({ url: '/assets/app-1a2b3c.js', headers: basic })).statusCode).toBe(200)
    }
    expect((await app.inject({ url: '/api/test', headers: basic })).statusCode).toBe(401)
    expect((await app.inject({ url: '/api/session', headers: as('viewer') })).json().role).toBe('viewer')
  })

  test.each([
    ['nobody', () => false, 429],
    ['the proxy', (address: string) => address === '10.0.0.1', 401],
  ])('an address that a proxy tells counts where %s is trusted', async (_, trustProxy, expected) => {
    const { app } = await testApp({ now: testClock().now, trustProxy })
    let last = 0
    for (let tries = 0; tries < 11; tries += 1) {
      const headers = { ...guess, 'x-forwarded-for': `192.0.2.${tries}` }
      last = (await app.inject({ url: '/api/test', headers, remoteAddress: '10.0.0.1' })).statusCode
    }
    expect(last).toBe(expected)
  })

  test('an IPv6 caller cannot escape within its network', async () => {
    const { app } = await testApp({ now: testClock().now })
    for (let tries = 0; tries < 10; tries += 1) {
      await app.inject({ url: '/api/test', headers: guess, remoteAddress: `2001:db8:1:2::${tries}` })
    }
    const next = await app.inject({ url: '/api/test', headers: guess, remoteAddress: '2001:db8:1:2:ffff::1' })
    expect(next.statusCode).toBe(429)
  })
})
