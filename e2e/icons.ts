// Draws the icons of the installed application from the one of the page: `pnpm icons`, after that was changed.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { findBrowser } from '../packages/dev/browser.mjs'

const folder = resolve(import.meta.dirname, '../apps/web/public')

interface Icon {
  readonly file: string
  /** Pixels on each side. */
  readonly size: number
  /** How much of it the mark takes. Where systems cut the edge, its colour goes up to there, and the mark stays within the middle. */
  readonly share?: number
}

const icons: readonly Icon[] = [
  { file: 'icon-192.png', size: 192 },
  { file: 'icon-512.png', size: 512 },
  // At most 80 % of it, in a circle, are sure to be seen: https://www.w3.org/TR/appmanifest/#icon-masks
  { file: 'icon-maskable-512.png', size: 512, share: 0.76 },
  { file: 'apple-touch-icon.png', size: 180, share: 0.92 },
]

const mark = await readFile(resolve(folder, 'favicon.svg'), 'utf8')
const background = /fill="(#[0-9a-f]{6})"/.exec(mark)?.[1] ?? 'none'
const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({ args, ...(executablePath && { executablePath }) })
const page = await browser.newPage()
for (const { file, size, share } of icons) {
  const side = Math.round(size * (share ?? 1))
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`
    <style>
      body { margin: 0; height: 100vh; display: grid; place-items: center; ${share ? `background: ${background}` : ''} }
      svg { width: ${side}px; height: ${side}px }
    </style>${mark}`)
  await page.screenshot({ path: resolve(folder, file), omitBackground: true })
}
await browser.close()
