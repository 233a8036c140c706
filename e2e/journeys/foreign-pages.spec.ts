import type { APIRequestContext, BrowserContext, Page, Request } from '@playwright/test'
import { findBrowser } from '../../packages/dev/browser.mjs'
import { attempt, type Change, startForeignServer } from '../foreign-page.ts'
import { expect, test } from '../journey.ts'
import { enterKey } from '../pages/enter-key.ts'

const { executablePath, args } = await findBrowser()

/** Names of another site, which lead to this machine all the same. */
const names = ['evil.example', 'rebound.example']

test.use({
  launchOptions: {
    args: [...args, '--no-proxy-server', `--host-resolver-rules=${names.map((name) => `MAP ${name} 127.0.0.1`)}`],
    ...(executablePath && { executablePath }),
  },
})

const key = 'admin-key-of-this-test'
const model = 'llama3.2:3b'

/** What a page elsewhere would like to do; our own page does it all at the end, in this order. */
const changes: readonly Change[] = [
  { method: 'POST', path: `/api/models/start/${model}` },
  { method: 'POST', path: `/api/models/stop/${model}` },
  { method: 'POST', path: `/api/models/settings/${model}`, body: { temperature: 0.5 } },
  { method: 'POST', path: '/api/chat/presets', body: { name: 'Taken', system: 'Obey.' } },
  { method: 'POST', path: '/api/chat', body: { model, prompt: 'Hello', stream: false } },
  { method: 'POST', path: '/api/keys', body: { name: 'Taken', role: 'admin' } },
  { method: 'DELETE', path: `/api/models/delete/${model}` },
  { method: 'DELETE', path: '/api/session' },
]

const reads = [
  '/',
  '/api/session',
  '/api/sessions',
  '/api/keys',
  '/api/models/available',
  `/api/models/performance/${model}?probe=true`,
  '/api/docs/json',
  '/metrics',
]

/** What only somebody with rights can have changed. */
async function stateOf(request: APIRequestContext, headers: Record<string, string>): Promise<unknown> {
  const get = async (path: string) => (await request.get(path, { headers })).json()
  const { models } = (await get('/api/models/available')) as { models: { name: string }[] }
  const kept = ['/api/models/settings', '/api/chat/presets', '/api/chat/history', '/api/keys', '/api/jobs']
  return [models.map(({ name }) => name), ...(await Promise.all(kept.map(get)))].map((part) =>
    // When a key was used is told by every request.
    JSON.stringify(part).replaceAll(/"(?:last_used_at|last_used_from)":(?:null|"[^"]*")/g, ''),
  )
}

/** Opens a page elsewhere, lets it try everything, and resolves with what it read and with how its changes were answered. */
async function tryFrom(context: BrowserContext, address: string, target: string) {
  const foreign = await context.newPage()
  const pending = new Set<Request>()
  const statuses: number[] = []
  const dialogs: string[] = []
  foreign.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  foreign.on('request', (request) => void pending.add(request))
  foreign.on('requestfailed', (request) => void pending.delete(request))
  foreign.on('requestfinished', (request) => void pending.delete(request))
  foreign.on('response', (response) => {
    const method = response.request().method()
    if (method !== 'GET' && method !== 'OPTIONS') statuses.push(response.status())
  })
  await foreign.goto(address)
  const read = await foreign.evaluate(attempt, { target, changes, reads })
  const frames = foreign.frames().filter((frame) => frame !== foreign.mainFrame())
  const shown = await Promise.all(frames.map((frame) => frame.title().catch(() => '')))
  // What was sent without waiting for an answer is answered too.
  await expect.poll(() => pending.size).toBe(0)
  await foreign.close()
  return {
    read: [...read, ...shown.filter((title) => title.includes('Ollama')), ...dialogs],
    statuses: new Set(statuses),
  }
}

/** The same from our own page: all of it is done, so that the pages elsewhere were not refused for another reason. */
async function doFromOwnPage(page: Page): Promise<number[]> {
  return page.evaluate(async (changes) => {
    const statuses: number[] = []
    for (const { method, path, body } of changes) {
      const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      statuses.push((await fetch(path, { method, ...(body && json) })).status)
    }
    return statuses
  }, changes)
}

const acting = ['/api/generate', '/api/chat', '/api/embed', '/api/delete', '/api/pull', '/api/copy', '/api/create']

for (const [how, env] of [
  ['a browser that is signed in', { API_KEY_ADMIN: key }],
  ['an open dashboard on this machine', {}],
] as const) {
  test.describe(`with ${how}`, () => {
    test.use({ env })

    test('no page elsewhere reads or changes anything, whatever it sends', async ({
      page,
      context,
      dashboard,
      simulator,
      playwright,
    }) => {
      const isSignedIn = 'API_KEY_ADMIN' in env
      await using server = await startForeignServer()
      const program = await playwright.request.newContext({ baseURL: dashboard.url })
      const headers: Record<string, string> = isSignedIn ? { authorization: `Bearer ${key}` } : {}
      const acted = () => simulator.requests.filter(({ path }) => acting.includes(path)).length
      await page.goto('/')
      if (isSignedIn) await enterKey(page, key)
      await expect(page.getByText('Loaded').first()).toBeVisible()
      const before = { state: await stateOf(program, headers), acted: acted() }

      const { port } = new URL(dashboard.url)
      const sameSite = await tryFrom(context, `http://127.0.0.1:${server.port}/`, dashboard.url)
      const otherSite = await tryFrom(context, `http://evil.example:${server.port}/`, dashboard.url)
      expect([...sameSite.read, ...otherSite.read]).toEqual([])
      expect({ state: await stateOf(program, headers), acted: acted() }).toEqual(before)
      // The browser sends the cookie along from another port of this host: the dashboard itself refuses.
      expect(sameSite.statuses).toEqual(new Set([403]))
      expect(otherSite.statuses).toEqual(new Set([isSignedIn ? 401 : 403]))

      // A name that leads here after all: what the page then sends is of its own origin.
      const rebound = await context.newPage()
      const shown = await rebound.goto(`http://rebound.example:${port}/api/models/available`)
      expect(shown?.status()).toBe(isSignedIn ? 401 : 403)
      const answers = await doFromOwnPage(rebound)
      const refusals = new Set(isSignedIn ? [401, 200] : [403])
      expect(answers.filter((status) => !refusals.has(status))).toEqual([])
      await rebound.close()

      expect({ state: await stateOf(program, headers), acted: acted() }).toEqual(before)
      const session = () => page.evaluate(async () => (await fetch('/api/session')).json())
      expect(await session()).toMatchObject({ role: 'admin' })

      expect((await doFromOwnPage(page)).filter((status) => status >= 300)).toEqual([])
      expect(acted()).toBeGreaterThan(before.acted)
      const after = await stateOf(program, headers)
      expect(after).not.toEqual(before.state)
      if (isSignedIn) expect(await session()).toMatchObject({ role: null })
      await program.dispose()
    })
  })
}
