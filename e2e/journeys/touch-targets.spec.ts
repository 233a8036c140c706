import { expect, test } from '../journey.ts'
import { aChat } from '../pages/a-chat.ts'

test.describe('fingers', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('reach everything: no target is smaller than 44 px', async ({ page }) => {
    await page.request.post('/api/chat/history', { data: aChat })
    for (const [path, sign] of [
      ['/', 'Loaded'],
      ['/chat', 'New chat'],
      ['/chat/a-chat', 'They hum.'],
      ['/models', 'Loaded'],
      ['/models?model=qwen3:14b', 'Loaded'],
      ['/models?model=qwen3:14b&tab=memory', 'Saved context'],
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
    ] as const) {
      await page.goto(path)
      await expect(page.getByText(sign, { exact: true }).first()).toBeVisible()
      const small = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')]
          .filter(
            (element) => element.checkVisibility() && !element.closest('.sr-only') && !element.matches('.sr-only'),
          )
          .map((element) => {
            const own = element.getBoundingClientRect()
            const around = getComputedStyle(element, '::after')
            const grown = around.position === 'absolute'
            const width = Math.max(own.width, grown ? Number.parseFloat(around.width) : 0)
            const height = Math.max(own.height, grown ? Number.parseFloat(around.height) : 0)
            return { name: element.getAttribute('aria-label') ?? element.textContent, width, height }
          })
          .filter(({ width, height }) => width < 43.5 || height < 43.5),
      )
      expect(small, path).toEqual([])
    }
  })
})
