import type { Browser } from '@playwright/test'
import { test as journey } from '../../journey.ts'

/** Milliseconds that the work below takes, at best, on the computer on which the budgets were set. */
const referenceMs = 95

interface Measured {
  /** How many times slower this computer is than that one; 1 if it is not. */
  handicap: number
}

interface Slowed {
  /**
   * Makes the page's computer so many times slower than the reference. One that is slower by itself is slowed down by
   * that much less, and none is made quicker: what a budget tells of is the page.
   */
  slowDown: (times: number) => Promise<void>
}

export const test = journey.extend<Slowed, Measured>({
  // Before the first test has begun to do anything.
  handicap: [
    async ({ browser }, use) => use(Math.max(1, (await measure(browser)) / referenceMs)),
    { scope: 'worker', auto: true },
  ],
  slowDown: async ({ page, handicap }, use, { annotations }) => {
    const session = await page.context().newCDPSession(page)
    await use(async (times) => {
      const rate = Math.max(1, times / handicap)
      annotations.push({ type: 'slowdown', description: `${rate.toFixed(2)} times` })
      await session.send('Emulation.setCPUThrottlingRate', { rate })
    })
  },
})

/** How long a piece of a page's usual work takes here: objects, text, elements and their layout. */
async function measure(browser: Browser): Promise<number> {
  const page = await browser.newPage()
  const rounds = await page.evaluate(() =>
    Array.from({ length: 10 }, () => {
      const startedAt = performance.now()
      const list = document.createElement('ul')
      let seed = 1
      for (let index = 0; index < 4000; index += 1) {
        seed = (seed * 48_271) % 2_147_483_647
        const item = document.createElement('li')
        item.className = `row-${seed % 97}`
        item.textContent = JSON.stringify({ seed, name: `model-${seed.toString(36)}` })
        list.append(item)
      }
      document.body.append(list)
      void list.offsetHeight
      list.remove()
      return performance.now() - startedAt
    }),
  )
  await page.close()
  return Math.min(...rounds)
}
