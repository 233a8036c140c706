// Which browser the tests use: Playwright's own if it is there, else one on the system, else one that npm brings.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const systemBrowsers = {
  linux: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/**
 * How to launch Chromium here.
 * @returns {Promise<{ executablePath?: string, args: string[] }>} without a path: Playwright finds its own.
 */
export async function findBrowser() {
  if (existsSync(chromium.executablePath())) return { args: quiet }
  const system = (systemBrowsers[process.platform] ?? []).map(pathOf).find((path) => path !== null)
  if (system) return { executablePath: system, args: quiet }
  return fromNpm()
}

function pathOf(name) {
  if (name.includes('/') || name.includes('\\')) return existsSync(name) ? name : null
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
  } catch {
    return null
  }
}

/** A Chromium for servers, packed inside its npm package: it is unpacked into a folder of its own, once. */
async function fromNpm() {
  const folder = join(tmpdir(), 'ollama-dashboard-chromium')
  mkdirSync(folder, { recursive: true })
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    packed.setGraphicsMode = false
    // Its own arguments are left out: they are for servers without processes, and turn web security off.
    return { executablePath: await packed.executablePath(), args: quiet }
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
