// Takes the pictures of the documentation: `pnpm screenshots`, or `pnpm screenshots chat library` for those of two pages alone.
// They show the data of the demo, without its band.
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../packages/dev/browser.mjs'
import { startDashboard } from './dashboard.ts'
import { freePort } from './free-port.ts'

const folder = resolve(import.meta.dirname, '../docs/images')

const screens = {
  desktop: { viewport: { width: 1440, height: 924 }, deviceScaleFactor: 1.5 },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>

const themes = ['dark', 'light'] as const

/** A picture is kept once a document shows it: `overview-dark`, or `overview-phone-dark` for a phone. */
type Picture = 'desktop-dark' | 'desktop-light' | 'phone-dark' | 'phone-light'

interface Shot {
  readonly name: string
  readonly path: string
  readonly pictures: readonly Picture[]
  /** What somebody did on the page first. */
  readonly before?: (page: Page) => Promise<void>
}

const typeContext = async (page: Page) => {
  await page.getByRole('textbox', { name: 'Top k' }).fill('40')
  await page.getByRole('textbox', { name: 'Context length' }).fill('32768')
  await page.getByRole('textbox', { name: 'Context length' }).blur()
  await page.getByRole('heading', { name: 'Context and memory' }).scrollIntoViewIfNeeded()
}

const tickPulls = async (page: Page) => {
  await page.getByRole('button', { name: /^Library/ }).click()
  await page.getByRole('checkbox', { name: 'Pull models' }).click()
}

const openNewestSettings = async (page: Page) => {
  await page.getByRole('row').filter({ hasText: 'Save settings' }).first().getByRole('button').click()
}

const pages: readonly Shot[] = [
  { name: 'overview', path: '/', pictures: ['desktop-dark', 'desktop-light', 'phone-dark'] },
  {
    name: 'models',
    path: '/models?model=hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M&tab=memory',
    pictures: ['desktop-dark'],
  },
  { name: 'models-list', path: '/models', pictures: ['phone-dark'] },
  { name: 'library', path: '/library', pictures: ['desktop-dark'] },
  { name: 'chat', path: '/chat/demo-retry-helper', pictures: ['desktop-dark', 'phone-dark'] },
  { name: 'monitor', path: '/monitor?range=24h', pictures: ['desktop-dark'] },
  { name: 'roles', path: '/admin/roles?edit=night-shift', pictures: ['desktop-dark'], before: tickPulls },
  { name: 'audit', path: '/audit', pictures: ['desktop-dark'], before: openNewestSettings },
  // The last one: a page with unsaved changes asks before it is left.
  {
    name: 'models-settings',
    path: '/models?model=qwen3:14b&tab=settings',
    pictures: ['desktop-dark'],
    before: typeContext,
  },
]

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !pages.some((page) => page.name === name))
if (unknown.length > 0) {
  console.error(`There is no page ${unknown.join(', ')}. There are: ${pages.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}
const wanted = asked.length === 0 ? pages : pages.filter(({ name }) => asked.includes(name))

await using dashboard = await startDashboard({ OLLAMA_PORT: String(await freePort()) })

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
await post('/api/models/start/llama3.2:3b', {})
await post('/api/roles', {
  name: 'night-shift',
  description: 'Runs models at night, and changes nothing that stays',
  based_on: 'operator',
  deny: ['settings.*', 'models.copy'],
})

const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({
  // Without it letters stand on whole pixels, as they do on no screen of today.
  args: [...args, '--font-render-hinting=none'],
  ...(executablePath && { executablePath }),
})
for (const colorScheme of themes) {
  for (const screen of ['desktop', 'phone'] as const) {
    const shots = wanted.filter(({ pictures }) => pictures.includes(`${screen}-${colorScheme}`))
    if (shots.length === 0) continue
    const context = await browser.newContext({ ...screens[screen], colorScheme, locale: 'en-GB' })
    const page = await context.newPage()
    await page.route('**/api/instances*', async (route) => {
      const response = await route.fetch()
      const { instances } = (await response.json()) as { instances: object[] }
      const own = instances.map((instance) => ({ ...instance, name: 'workstation', demo: null, reachable: true }))
      await route.fulfill({ response, json: { instances: own } })
    })
    for (const { name, path, before } of shots) {
      await page.goto(dashboard.url + path)
      await page
        .getByText(
          /^(?:Loaded|Any model name, as in ollama pull|\d+ models · .*|\d+ roles? beside the built-in ones|Model performance|Chain verified\.)$/,
        )
        .first()
        .waitFor({ state: 'attached' })
      await before?.(page)
      await sleep(1500)
      const file = `${name}${screen === 'phone' ? '-phone' : ''}-${colorScheme}.webp`
      await keepIfChanged(resolve(folder, file), await asWebp(browser, await page.screenshot()))
    }
    await context.close()
  }
}
await browser.close()

/** The encoder of the browser makes the same bytes of the same pixels. */
async function keepIfChanged(path: string, picture: Buffer): Promise<void> {
  const before = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (before?.equals(picture)) return
  await writeFile(path, picture)
  console.log(`${path} has changed.`)
}

async function asWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage()
  const webp = await page.evaluate(
    async (source) => {
      const image = new Image()
      image.src = source
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', 0.85)
    },
    dataUrl('png', png),
  )
  await page.close()
  return Buffer.from(webp.slice(dataUrl('webp').length), 'base64')
}

function dataUrl(type: string, bytes: Buffer = Buffer.alloc(0)): string {
  return `data:image/${type};base64,${bytes.toString('base64')}`
}
