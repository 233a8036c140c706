import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { keyOf, openEntrance, testApp } from './support.ts'

const html = `<!doctype html><meta name="base-path" content="./" />
<link rel="icon" href="./favicon.svg" /><script type="module" src="./assets/app-1a2b3c.js"></script>`

/** A build as Vite makes it, whose document names its files relative to itself. */
async function build() {
  const folder = await mkdtemp(join(tmpdir(), 'dashboard-web-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), html)
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  await cp(join(import.meta.dirname, '../../web/public/manifest.webmanifest'), join(folder, 'manifest.webmanifest'))
  await writeFile(join(folder, 'assets', 'app-1a2b3c.js'), 'export {}')
  return folder
}

/** The dashboard at /dash of a proxy, which takes the path away, as `proxy_pass http://…/;` does, or leaves it. */
async function behindProxy({ strips }: { strips: boolean }) {
  const { app } = await testApp({ basePath: '/dash', webRoot: await build() })
  const { port } = await openEntrance(app)
  const proxy = createServer((asked, answer) => {
    const { method = 'GET', headers, url = '/' } = asked
    const path = strips ? url.replace(/^\/dash/, '') || '/' : url
    const upstream = request({ port, method, headers, path }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    asked.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/dash`
}

describe.each([{ strips: true }, { strips: false }])('under a path of a proxy that %o', (how) => {
  test.each(['', '/chat/abc?model=x'])('the page at "%s" finds its files', async (path) => {
    const base = await behindProxy(how)
    const page = await (await fetch(base + path, { headers: { accept: 'text/html' } })).text()
    const named = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address = '']) => address)
    expect(named).toEqual(['/dash/favicon.svg', '/dash/assets/app-1a2b3c.js'])
    expect(page).toContain('<meta name="base-path" content="/dash/" />')
    for (const address of named) expect((await fetch(new URL(address, base))).status).toBe(200)
  })

  test('it is installed as an application of its own', async () => {
    const answer = await fetch(`${await behindProxy(how)}/manifest.webmanifest`)
    expect(answer.headers.get('content-type')).toContain('application/manifest+json')
    const { id, start_url, scope, icons } = (await answer.json()) as Record<string, unknown>
    expect([id, start_url, scope]).toEqual(['/dash/', '/dash/', '/dash/'])
    expect(icons).toContainEqual(expect.objectContaining({ src: '/dash/icon-512.png', sizes: '512x512' }))
  })

  test('the client reaches every part of the API, streams too', async () => {
    const baseUrl = await behindProxy(how)
    const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('admin') })
    expect((await client.session.get()).role).toBe('admin')
    const { job } = await client.models.pull({ params: { model: 'hf.co/org/model' }, query: { wait: false } })
    expect(job.id).toBeTruthy()
    const chat = client.chat.send({ body: { model: 'llama3.2:3b', prompt: 'Hi' } })
    expect((await Array.fromAsync(chat)).length).toBeGreaterThan(0)
    expect((await fetch(`${baseUrl}/health`)).status).toBe(200)
  })

  test('the document of the API is there, with the path as its server', async () => {
    const base = await behindProxy(how)
    const headers = { authorization: `Bearer ${keyOf('viewer')}` }
    const document = await (await fetch(`${base}/api/docs/json`, { headers })).json()
    expect(document).toMatchObject({ servers: [{ url: '/dash/' }] })
    const page = await fetch(`${base}/api/docs`, { headers })
    const text = await page.text()
    const scripts = [...text.matchAll(/src="([^"]+)"/g)].map(([, address = '']) => new URL(address, page.url))
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect((await fetch(script, { headers })).status, script.pathname).toBe(200)
  })
})

test('a path that only begins alike is another one', async () => {
  const { app } = await testApp({ basePath: '/dash', webRoot: await build() })
  expect((await app.inject('/dashboard.js')).statusCode).toBe(404)
  expect((await app.inject('/dash/ping')).statusCode).toBe(200)
})
