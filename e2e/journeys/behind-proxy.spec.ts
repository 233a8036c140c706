import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '../journey.ts'
import { ask, readable, replies } from '../pages/conversation.ts'
import { enterKey } from '../pages/enter-key.ts'
import { drawerOf, field, settingsOf } from '../pages/settings-drawer.ts'
import { startCaddy } from '../proxies/caddy.ts'
import { type Gate, type GateOptions, proxyUser } from '../proxies/gate.ts'
import { startNginx } from '../proxies/nginx.ts'
import { startNodeProxy } from '../proxies/node-proxy.ts'
import { startTraefik } from '../proxies/traefik.ts'

const key = 'admin-key-of-this-test'
const model = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'

/** `pnpm prove --only proxies` names a real one, and where its program is. */
const { PROOF_PROXY: real, PROOF_PROXY_PROGRAM: program = '' } = process.env

const starts = { nginx: startNginx, caddy: startCaddy, traefik: startTraefik } as const

function startProxy(options: GateOptions): Promise<Gate> {
  if (real === undefined) return startNodeProxy(options)
  const start = starts[real as keyof typeof starts]
  return start(program, options)
}

/** The page behind a proxy at /dash that asks for a sign-in of its own, whose `strips` says what becomes of the path. */
const test = base.extend<{ strips: boolean; gate: Gate }>({
  strips: [false, { option: true }],
  env: { API_KEY_ADMIN: key, BASE_PATH: '/dash', TRUST_PROXY: 'loopback' },
  simulation: readable,
  httpCredentials: proxyUser,
  ignoreHTTPSErrors: true,
  gate: async ({ dashboard, strips }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'ollama-dashboard-proxy-'))
    {
      await using gate = await startProxy({ dashboard: dashboard.url, strips, folder })
      await use(gate)
    }
    await rm(folder, { recursive: true, force: true })
  },
  // Its slash at the end lets addresses stand below the path.
  baseURL: async ({ gate }, use) => use(`${gate.url}/`),
  page: async ({ page }, use) => {
    await page.goto('')
    await enterKey(page, key)
    await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible()
    await use(page)
  },
})

for (const strips of [false, true]) {
  test.describe(strips ? 'where the proxy strips the path' : 'where the proxy keeps the path', () => {
    test.use({ strips })

    test('a reply comes word by word', async ({ page, simulator }) => {
      await page.goto('chat?model=llama3.2:3b')
      await ask(page, 'Write 3000 words')
      await expect(replies(page)).toContainText(/\w+ \w+ \w+/)
      // Where the proxy held it back, it would be there only now that it is over.
      await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
      simulator.setSpeed(100_000)
      await expect(replies(page)).toContainText('3,000 out')
    })

    test('what happens elsewhere is shown, and a model with slashes in its name can be started, set up and deleted', async ({
      page,
      dashboard,
    }) => {
      await page.goto('models')
      await expect(page.getByRole('button', { name: `Start ${model}` })).toBeVisible()
      const headers = { authorization: `Bearer ${key}` }
      const started = await fetch(`${dashboard.url}/api/models/start/llama3.2:3b`, { method: 'POST', headers })
      expect(started.status).toBe(200)
      await expect(page.getByRole('button', { name: 'Stop llama3.2:3b' })).toBeVisible()
      await page.getByRole('button', { name: `Start ${model}` }).click()
      await expect(page.getByRole('button', { name: `Stop ${model}` })).toBeVisible()

      await page.goto(settingsOf(model).slice(1))
      await field(page, 'Temperature').fill('0.3')
      const drawer = drawerOf(page, model)
      await drawer.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(drawer).not.toContainText('unsaved')
      await page.reload()
      await expect(field(page, 'Temperature')).toHaveValue('0.3')

      const answers = await page.evaluate(async (model) => {
        const at = `api/models/settings/${model}`
        const read = await fetch(at)
        const etag = read.headers.get('etag') ?? ''
        const save = (top_k: number) =>
          fetch(at, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'if-match': etag },
            body: JSON.stringify({ top_k }),
          })
        const unchanged = await fetch(at, { headers: { 'if-none-match': etag }, cache: 'no-store' })
        const [first, second] = [await save(7), await save(8)]
        const deleted = await fetch(`api/models/delete/${model}`, { method: 'DELETE' })
        const gone = await fetch(`api/models/info/${model}`)
        return { etag, statuses: [read, unchanged, first, second, deleted, gone].map(({ status }) => status) }
      }, model)
      expect(answers.statuses).toEqual([200, 304, 200, 412, 200, 404])
      // Otherwise nothing was weakened, and the rest says little.
      if (real === undefined || real === 'nginx') expect(answers.etag).toMatch(/^W\//)
    })

    test('images up to 20 MB reach the model', async ({ page }) => {
      const answer = await page.evaluate(async () => {
        // As base64 they make 27 MB of a body.
        const images = [btoa('x'.repeat(9_900_000)), btoa('y'.repeat(9_900_000))]
        const body = JSON.stringify({ model: 'gemma3:12b', prompt: 'Answer in 9 words', images })
        const response = await fetch('api/chat', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })
        return { status: response.status, text: await response.text(), megabytes: body.length / 1e6 }
      })
      expect(answer.megabytes).toBeGreaterThan(26)
      expect([answer.status, answer.text.includes('"done":true')]).toEqual([200, true])
    })
  })
}

test('the sign-in of the proxy and the session of the page stand side by side', async ({ gate, page }) => {
  const [stranger] = await once(get(`${gate.url}/api/session`, { rejectUnauthorized: false }), 'response')
  stranger.resume()
  expect(stranger.statusCode).toBe(401)
  const session = await page.evaluate(async () => (await fetch('api/session')).json())
  expect(session).toMatchObject({ role: 'admin', via: 'cookie' })
})
