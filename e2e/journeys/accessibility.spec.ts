import { expect, test } from '../journey.ts'
import { lookAtEveryPage, sideways, violations } from '../look.ts'

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const) {
  test.describe(`on ${device}`, () => {
    test.use({ viewport })

    test('no page breaks WCAG 2.1 AA, and none scrolls sideways', async ({ page }) => {
      await page.goto('/')
      await expect(page.getByText('Loaded').first()).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)

      await page.getByRole('button', { name: 'Start a model' }).first().click()
      await expect(page.getByRole('option').first()).toBeVisible()
      expect(await violations(page)).toEqual([])

      await page.goto('/models')
      await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)

      await page.goto('/library')
      await expect(page.getByRole('list', { name: 'Catalogue' })).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)
      await page.getByRole('button', { name: /^Jobs/ }).click()
      await expect(page.getByRole('dialog', { name: 'Jobs' })).toBeVisible()
      expect(await violations(page)).toEqual([])

      await page.request.post('/api/chat', { data: { model: 'llama3.2:3b', prompt: 'Write 9 words', stream: false } })
      for (const address of ['/monitor', '/monitor?table=true']) {
        await page.goto(address)
        await expect(page.getByText('llama3.2:3b').and(page.locator(':visible')).first()).toBeVisible()
        expect(await violations(page)).toEqual([])
        expect(await sideways(page)).toBe(0)
      }

      await page.request.post('/api/models/settings/qwen3:14b', { data: { num_ctx: 4096, stop: ['###'] } })
      await page.goto('/admin/model-defaults')
      await expect(page.getByText('8 models · 1 differs from recommended · 7 without saved settings')).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)
      if (device === 'a phone') {
        await page.getByRole('button', { name: /^qwen3:14b/ }).click()
        await expect(page.getByRole('button', { name: 'Apply to this model' })).toBeVisible()
        expect(await violations(page)).toEqual([])
        expect(await sideways(page)).toBe(0)
      }
      await page.getByRole('button', { name: 'Import' }).click()
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose a file' }).click()
      const file = { 'a:1b': { settings: { top_k: 5 } }, 'b:1b': { settings: { top_k: -5 } } }
      const buffer = Buffer.from(JSON.stringify(file))
      await (await chooser).setFiles({ name: 'model_settings.json', mimeType: 'application/json', buffer })
      await expect(page.getByRole('dialog')).toContainText('2 models: 1 new, 1 skipped')
      expect(await violations(page)).toEqual([])

      await page.goto('/models?model=qwen3:14b&tab=memory')
      await expect(page.getByText('Memory by context length')).toBeVisible()
      expect(await violations(page)).toEqual([])

      await page.goto('/models?model=llama3.2:3b&tab=performance')
      await page.getByRole('button', { name: 'Measure' }).click()
      await expect(page.getByRole('img', { name: /tokens per second since/ })).toBeVisible()
      expect(await violations(page)).toEqual([])

      await page.goto('/models?model=gpt-oss:20b&tab=settings')
      await page.getByRole('button', { name: /^Show 8 fields/ }).click()
      await page.getByRole('textbox', { name: 'Context length' }).fill('8192')
      await page.getByRole('textbox', { name: 'Temperature' }).fill('3')
      await expect(page.getByText('2 unsaved changes')).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)
      await page.getByRole('button', { name: 'Reset to recommended' }).locator('visible=true').click()
      await expect(page.getByRole('dialog', { name: /^Reset/ })).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('tab', { name: /^Compare with recommended/ }).click()
      await expect(page.getByRole('button', { name: 'Apply all recommended' })).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    test('neither does a chat, whatever is open in it', async ({ page, simulator }) => {
      await page.request.post('/api/chat/history', { data: aChat })
      await page.goto('/chat')
      await expect(page.getByRole('heading', { name: 'New chat' })).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)

      await page.goto('/chat/a-chat')
      await expect(page.getByText('Prompt truncated')).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)
      for (const name of ['Speed', 'Parameters']) {
        await page.getByRole('button', { name }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await violations(page)).toEqual([])
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: /^Model/ }).click()
      await expect(page.getByRole('option').first()).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      if (device === 'a phone') {
        await page.getByRole('button', { name: 'Chats' }).click()
        await expect(page.getByRole('dialog', { name: 'Chats' })).toBeVisible()
        expect(await violations(page)).toEqual([])
        await page.keyboard.press('Escape')
      }
      simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
      await page.getByRole('textbox', { name: 'Message' }).fill('And now?')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await expect(page.getByRole('log').getByRole('alert')).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)
    })
  })
}

test.describe('on a screen 2560 px wide', () => {
  test.use({ viewport: { width: 2560, height: 1440 } })

  test('no page breaks it either', ({ page }) => lookAtEveryPage(page))
})

const metrics = {
  time_to_first_token_ms: 312,
  tokens_per_second: 68.4,
  prompt_tokens: 512,
  completion_tokens: 486,
  load_seconds: 0,
  context_used_percent: 100,
  prompt_truncated: true,
  prompt_tokens_uncut: 883,
  context_length: 512,
  context_needed: 2048,
  context_needed_fits: 'yes',
}
const aChat = {
  id: 'a-chat',
  model: 'llama3.2:3b',
  messages: [
    { role: 'system', content: 'Be short.' },
    { role: 'user', content: 'What do llamas do?' },
    { role: 'assistant', content: 'They', model: 'qwen3:14b', interrupted: true, error: 'stream_truncated' },
    { role: 'user', content: 'What do llamas do? '.repeat(80) },
    { role: 'assistant', content: 'They hum.', thinking: 'Hm.', model: 'llama3.2:3b', metrics },
  ],
}

test.describe('the sign-in page', () => {
  test.use({ env: { API_KEY_ADMIN: 'admin-key-of-this-test' } })

  test('breaks no rule either', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
})

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
      ['/library', 'Any model name, as in `ollama pull`'],
      ['/monitor', 'Model performance'],
      ['/admin/model-defaults', '8 models · 0 differ from recommended · 8 without saved settings'],
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
