// Takes the pictures of the documentation: `pnpm screenshots`. The data are those of the demo, without its band; Monitor has a day of its own.
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../packages/dev/browser.mjs'
import { startDashboard } from './dashboard.ts'
import { freePort } from './free-port.ts'
import { otherChats, shownChat } from './screenshot-chats.ts'
import { performanceOfDay, statsOfDay } from './screenshot-monitor.ts'

const folder = resolve(import.meta.dirname, '../docs/images')

const screens = {
  '': { viewport: { width: 1440, height: 924 }, deviceScaleFactor: 1.5 },
  '-phone': { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>

interface Shot {
  readonly name: string
  readonly path: string
  /** What somebody did before. */
  readonly before?: (page: Page) => Promise<void>
}

const typeContext = async (page: Page) => {
  await page.getByRole('textbox', { name: 'Top k' }).fill('40')
  await page.getByRole('textbox', { name: 'Context length' }).fill('32768')
  await page.getByRole('textbox', { name: 'Context length' }).blur()
  await page.getByRole('heading', { name: 'Context and memory' }).scrollIntoViewIfNeeded()
}

const pages: readonly Shot[] = [
  { name: 'overview', path: '/' },
  { name: 'models', path: '/models?model=hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M&tab=memory' },
  { name: 'models-list', path: '/models' },
  { name: 'library', path: '/library' },
  { name: 'chat', path: `/chat/${shownChat.id}` },
  { name: 'monitor', path: '/monitor?range=24h' },
  { name: 'admin', path: '/admin/model-defaults' },
  // The last one: a page with unsaved changes asks before it is left.
  { name: 'models-settings', path: '/models?model=qwen3:14b&tab=settings', before: typeContext },
]

await using dashboard = await startDashboard({ OLLAMA_PORT: String(await freePort()) })
const act = (action: 'start' | 'stop', model: string) =>
  fetch(`${dashboard.url}/api/models/${action}/${model}`, { method: 'POST' }).then((answer) => answer.text())

const day = 86_400_000
const savedBy = (updated_by: string, days: number, settings: object) => ({
  settings,
  source: 'user',
  last_updated: new Date(Date.now() - days * day).toISOString(),
  updated_by,
})
const post = (path: string, body: object) =>
  fetch(dashboard.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((answer) => answer.text())
await post('/api/models/settings/import', {
  'qwen3:14b': savedBy('laptop', 3, { num_ctx: 16_384, temperature: 0.8 }),
  'gemma3:12b': savedBy('laptop', 12, { num_ctx: 131_072, temperature: 0.7 }),
  'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M': savedBy('owner', 1, { num_ctx: 32_768 }),
})
await post('/api/chat/history/import', { sessions: otherChats })
await post('/api/chat/history', shownChat)

console.log('A minute of history…')
await sleep(20_000)
await act('start', 'llama3.2:3b')
await sleep(20_000)
await act('stop', 'llama3.2:3b')
await sleep(15_000)
await act('start', 'llama3.2:3b')
await sleep(10_000)

const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({
  // Without it letters stand on whole pixels, as they do on no screen of today.
  args: [...args, '--font-render-hinting=none'],
  ...(executablePath && { executablePath }),
})
await mkdir(folder, { recursive: true })
for (const colorScheme of ['dark', 'light'] as const) {
  for (const [suffix, screen] of Object.entries(screens)) {
    const context = await browser.newContext({ ...screen, colorScheme, locale: 'en-GB' })
    const page = await context.newPage()
    await page.route('**/api/instances*', async (route) => {
      const response = await route.fetch()
      const { instances } = (await response.json()) as { instances: object[] }
      const own = instances.map((instance) => ({ ...instance, name: 'workstation', demo: null, reachable: true }))
      await route.fulfill({ response, json: { instances: own } })
    })
    // A demo of a minute has no day behind it.
    const now = Date.now() / 1000
    await page.route('**/api/system/stats/history?range=24h', (route) => route.fulfill({ json: statsOfDay(now) }))
    await page.route('**/api/models/performance?*', (route) => route.fulfill({ json: performanceOfDay(now) }))
    for (const { name, path, before } of pages) {
      await page.goto(dashboard.url + path)
      await page
        .getByText(/^(?:Warm|Any name that ollama pull takes\.|\d+ models, \d+ differs?, .*|Speed of models)$/)
        .first()
        .waitFor({ state: 'attached' })
      await before?.(page)
      await sleep(1500)
      await page.screenshot({ path: resolve(folder, `${name}${suffix}-${colorScheme}.png`) })
    }
    await context.close()
  }
}
await browser.close()
