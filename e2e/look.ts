import { expect, type Page, type ViewportSize } from '@playwright/test'
import axe from 'axe-core'

interface AxeWindow {
  readonly axe: typeof axe
}

/** Of these alone it depends on the theme whether they are broken. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** What is broken of WCAG 2.1 AA in the dark theme, and of its colours in the light one. */
export async function violations(page: Page): Promise<string[]> {
  const inDark = await broken(page, { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
  await toggleTheme(page)
  const inLight = await broken(page, { type: 'rule', values: colourRules })
  await toggleTheme(page)
  return [...inDark, ...inLight.map((what) => `in the light theme: ${what}`)]
}

async function broken(page: Page, runOnly: axe.RunOnly): Promise<string[]> {
  // What fades in has no contrast of its own yet.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as AxeWindow
    return (await axe.run({ runOnly, resultTypes: ['violations'] })).violations
  }, runOnly)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

const toggleTheme = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.classList.toggle('dark'))

/** How far a page scrolls sideways, in pixels. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What stands on a page once it is there. */
const pages = [
  ['/', 'Loaded'],
  ['/models', 'Loaded'],
  ['/models?model=qwen3:14b&tab=settings', 'Context and memory'],
  ['/library', 'Any model name, as in ollama pull'],
  ['/monitor', 'Model performance'],
  ['/timeline', 'Today'],
  ['/alerts', 'Nothing is muted'],
  ['/service', 'Model operations'],
  ['/audit', 'Chain verified.'],
  ['/admin/model-defaults', '8 models · none saved'],
  ['/admin/keys', 'No keys yet'],
  ['/admin/roles', 'Only the built-in ones'],
  ['/admin/sessions', 'No browsers are signed in'],
] as const

/** Goes to every page, and has a look at it once it is there; on a window of each of these sizes, if some are given. */
export async function visitEveryPage(
  page: Page,
  look: (path: string) => Promise<void>,
  sizes: readonly ViewportSize[] = [],
): Promise<void> {
  async function lookAt([path, sign]: (typeof pages)[number]) {
    await expect(page.getByText(sign, { exact: true }).locator('visible=true').first()).toBeVisible()
    await look(path)
  }
  for (const one of pages) {
    await page.goto(one[0])
    if (sizes.length === 0) await lookAt(one)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await lookAt(one)
    }
  }
}

/** The pages as they are at first, in both themes: nothing breaks WCAG 2.1 AA, and nothing overflows. */
export const lookAtEveryPage = (page: Page): Promise<void> =>
  visitEveryPage(page, async (path) => {
    expect(await violations(page), path).toEqual([])
    expect(await sideways(page), path).toBe(0)
  })
