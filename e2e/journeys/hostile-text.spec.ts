import { scenarios } from '@ollama-dashboard/ollama-sim'
import type { Page } from '@playwright/test'
import { expect, test as journey } from '../journey.ts'
import { enterKey } from '../pages/enter-key.ts'
import { startHostileFront } from '../proxies/hostile-front.ts'

const key = 'admin-key-of-this-test'
const hostile = '"><img src=//evil.example onerror=alert(1)><svg/onload=x()>'
/** A server may list names beyond Ollama's grammar, without a blank. */
const hostileModel = '<img/src="evil"onerror="alert(1)">:latest'
const [someModel] = scenarios.home.models
if (!someModel) throw new Error('There is no model.')

const test = journey.extend({
  simulation: {
    speed: 20,
    scenario: {
      ...scenarios.home,
      models: [
        ...scenarios.home.models,
        {
          ...someModel,
          name: 'hostile:latest',
          digest: 'e'.repeat(64),
          family: hostile,
          quantization_level: hostile,
          system: hostile,
          license: hostile,
        },
      ],
    },
  },
  env: async ({ simulator }, use) => {
    await using front = await startHostileFront(simulator.url, { 'hostile:latest': hostileModel })
    await use({ API_KEY_ADMIN: key, OLLAMA_HOST: front.url })
  },
})

/** Notes whatever a page must not do. */
async function watch(page: Page, origin: string) {
  const noted: string[] = []
  page.on('dialog', (dialog) => {
    noted.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol.startsWith('http') && asked !== origin) noted.push(`request: ${request.url()}`)
  })
  await page.exposeFunction('noteViolation', (what: string) => void noted.push(`policy: ${what}`))
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      (window as unknown as { noteViolation(what: string): void }).noteViolation(`${violatedDirective} ${blockedURI}`),
    ),
  )
  return noted
}

/** What stands in the page that only somebody else can have put there. */
const injected = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'script:not([src]), iframe, object, embed, [onerror], [onload], [onclick], [src*=evil]',
      ),
    ].map(({ outerHTML }) => outerHTML),
  )

test('what anybody stored or a server tells is text on every page, and no page breaks its own policy', async ({
  page,
  browser,
  dashboard,
  playwright,
}) => {
  const program = await playwright.request.newContext({
    baseURL: dashboard.url,
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  })
  const post = async (path: string, data: object) => {
    const answer = await program.post(path, { data })
    expect(answer.ok(), await answer.text()).toBe(true)
    return answer.json()
  }
  await post('/api/roles', { name: 'hostile', description: hostile, based_on: 'operator' })
  const grant = { models: [hostileModel, `*${hostileModel}*`] }
  await post('/api/keys', { name: hostile.toUpperCase().slice(1), role: 'hostile', grant })
  const made = await post('/api/keys', { name: hostile, role: 'operator' })
  await post('/api/chat/presets', { name: hostile, system: hostile })
  await post(`/api/models/settings/${encodeURIComponent(hostileModel)}`, { system: hostile, stop: [hostile] })
  await post('/api/chat/history', {
    id: 'hostile',
    title: hostile,
    model: hostileModel,
    messages: [
      { role: 'system', content: hostile },
      { role: 'user', content: hostile },
      {
        role: 'assistant',
        content: `${hostile}\n\n![i](https://evil.example/i.png)\n\n[j](javascript:alert(1))`,
        model: hostileModel,
        thinking: hostile,
      },
    ],
  })
  const other = await browser.newContext({ baseURL: dashboard.url, userAgent: hostile })
  await other.request.post('/api/session', { headers: { authorization: `Bearer ${made.key}` } })

  const noted = await watch(page, new URL(dashboard.url).origin)
  await page.goto('/')
  await enterKey(page, key)
  await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible()
  const name = encodeURIComponent(hostileModel)
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const [path, text] of [
      ['/', `Key "${hostile}" created`],
      ['/models', 'onerror="alert(1)">'],
      ...['', '&tab=parameters', '&tab=template', '&tab=licence', '&tab=settings'].map(
        (tab) => [`/models?model=${name}${tab}`, 'onerror="alert(1)">'] as const,
      ),
      ['/library', 'Any model name, as in ollama pull'],
      ['/chat/hostile', hostile],
      ['/monitor', 'Model performance'],
      ['/admin/model-defaults', 'onerror="alert(1)">'],
      ['/admin/keys', hostile],
      ['/admin/roles', hostile],
      ['/admin/sessions', hostile],
      ['/timeline', 'onerror="alert(1)">'],
      ['/service', 'Model operations'],
      ['/audit', 'onerror="alert(1)">'],
    ] as const) {
      await page.goto(path)
      await expect(page.getByText(text).locator('visible=true').first(), path).toBeVisible()
      expect(await injected(page), path).toEqual([])
    }
    await page.goto('/chat?model=llama3.2:3b')
    await page.getByRole('button', { name: /Parameters|parameters? changed/ }).click()
    await page.getByRole('button', { name: 'Presets' }).click()
    await expect(page.getByRole('dialog', { name: 'System prompt presets' })).toContainText(hostile)
    expect(await injected(page)).toEqual([])
    await page.goto('/api/docs')
    await expect(page.getByRole('heading', { name: /Ollama Dashboard/ })).toBeVisible()
  }
  expect(noted).toEqual([])

  // Were it not text, it would be noted.
  const control = await page.context().newPage()
  const ofControl = await watch(control, new URL(dashboard.url).origin)
  await control.goto('/models')
  await control.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'https://evil.example/i' })))
  await expect.poll(() => ofControl).toContainEqual('policy: img-src https://evil.example/i')
  expect(await injected(control)).toHaveLength(1)
  await other.close()
  await program.dispose()
})
