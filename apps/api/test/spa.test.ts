import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { testApp, webRoot } from './support.ts'

const page = await readFile(join(webRoot, 'index.html'), 'utf8')

describe('the web application', () => {
  test.each(['/', '/models/llama3.2:3b', '/models/hf.co%2Forg%2Fmodel', '/?tab=a', '/apis'])(
    'is the page at %s',
    async (url) => {
      const { app } = await testApp()
      const { statusCode, headers, body } = await app.inject({ url, headers: { accept: 'text/html,*/*;q=0.8' } })
      expect([statusCode, body]).toEqual([200, page])
      expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
      expect(headers['content-security-policy']).not.toContain('unsafe')
    },
  )

  test.each([
    ['localhost', 'http', 'same-origin'],
    ['gpu-box:5000', 'http', undefined],
    ['gpu-box', 'https', 'same-origin'],
  ])(
    'at %s over %s lets no page that opened it keep a hand on it, where browsers heed that',
    async (host, scheme, policy) => {
      const { app } = await testApp({ trustProxy: (address) => address === '127.0.0.1' })
      const sent = { host, 'x-forwarded-proto': scheme }
      for (const url of ['/', '/models']) {
        const { headers } = await app.inject({ url, headers: { ...sent, accept: 'text/html' } })
        expect(headers['cross-origin-opener-policy'], url).toBe(policy)
      }
    },
  )

  test('says of a demo that it is one, for as long as it is', async () => {
    const { core } = fakeCore()
    const [instance] = core.instances.list({} as never)
    let demo: { tried: string; reason: string } | null = { tried: '127.0.0.1:11434', reason: 'refused' }
    const instances = { ...core.instances, list: () => (instance ? [{ ...instance, demo }] : []) }
    const { app } = await testApp({ core: { ...core, instances } })
    const first = await app.inject('/')
    expect(first.body).toContain('<meta name="demo" content="yes" />')
    demo = null
    const next = await app.inject({ url: '/', headers: { 'if-none-match': String(first.headers['etag']) } })
    expect([next.statusCode, next.body]).toEqual([200, page])
  })

  test('is not downloaded again while it is the same', async () => {
    const { app } = await testApp()
    const { headers } = await app.inject('/')
    const again = await app.inject({ url: '/', headers: { 'if-none-match': String(headers['etag']) } })
    expect(again.statusCode).toBe(304)
  })

  test('has assets that may be kept for a year, and files that may not', async () => {
    const { app } = await testApp()
    const asset = await app.inject('/assets/app-1a2b3c.js')
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringContaining('javascript'),
    })
    for (const url of ['/favicon.svg', '/service-worker.js']) {
      const { statusCode, headers } = await app.inject(url)
      expect([statusCode, headers['cache-control']], url).toEqual([200, 'no-cache'])
    }
  })

  test.each([
    [{ range: 'bytes=99999999-' }, 416, 'range_not_satisfiable'],
    [{ range: 'bytes=zz' }, 416, 'range_not_satisfiable'],
    [{ 'if-match': '"x"' }, 412, 'precondition_failed'],
    [{ 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 412, 'precondition_failed'],
  ])('has files that refuse %o, which is no error of ours', async (headers, status, code) => {
    const { app, lines } = await testApp()
    for (const url of ['/assets/app-1a2b3c.js', '/favicon.svg']) {
      const answer = await app.inject({ url, headers })
      expect([answer.statusCode, answer.json().code], url).toEqual([status, code])
      if (status === 416) expect(answer.headers['content-range']).toMatch(/^bytes \*\/\d+$/)
    }
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })

  test.each(['/assets/missing.js', '/assets/', '/assets/..%2Findex.html', '/.env', '/..%2f..%2fpackage.json'])(
    'does not answer %s with a page',
    async (url) => {
      const { app } = await testApp()
      const answer = await app.inject(url)
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
    },
  )

  test.each(['//api/models/running', '/API/models/running', '/%61pi/nothing', '/metrics/', '/health/x'])(
    'does not answer %s with a page, not even a browser that navigates',
    async (url) => {
      const { app } = await testApp()
      const answer = await app.inject({ url, headers: { accept: 'text/html' } })
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
    },
  )

  test('that is not built keeps the server from starting, with what to do', async () => {
    await expect(testApp({ webRoot: '/nowhere' })).rejects.toThrow(
      'The web application is not built: /nowhere/index.html is missing. Run "npm run build" first.',
    )
  })

  test('may be left out: then the API stands alone', async () => {
    const { app } = await testApp({ webRoot: null })
    expect((await app.inject('/')).statusCode).toBe(404)
    expect((await app.inject('/health')).statusCode).toBe(200)
  })
})
