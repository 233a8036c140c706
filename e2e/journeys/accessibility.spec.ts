import { expect, test } from '../journey.ts'
import { lookAtEveryPage, sideways, violations } from '../look.ts'
import { aChat } from '../pages/a-chat.ts'

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
      await expect(page.getByText('8 models · 1 saved, 1 not as recommended')).toBeVisible()
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
      await page.goto('/models?model=qwen3:14b&tab=history')
      await expect(page.getByRole('button', { name: /^Undo this change/ })).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)
    })

    test('neither does a chat, whatever is open in it', async ({ page, simulator }) => {
      await page.request.post('/api/chat/history', { data: aChat })
      await page.request.post('/api/chat/presets', { data: { name: 'Tutor', system: 'Explain.' } })
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
      await page.getByRole('button', { name: 'Parameters' }).click()
      await page.getByRole('textbox', { name: 'System prompt' }).fill('Be brief.')
      await page.getByRole('button', { name: 'Presets' }).click()
      await page.getByRole('button', { name: 'Actions for Tutor' }).click()
      await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
      expect(await violations(page)).toEqual([])
      for (const open of [
        page.getByRole('menu'),
        page.getByRole('dialog', { name: /presets/ }),
        page.getByRole('dialog'),
      ]) {
        await page.keyboard.press('Escape')
        await expect(open).toBeHidden()
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

test.describe('the sign-in page', () => {
  test.use({ env: { API_KEY_ADMIN: 'admin-key-of-this-test' } })

  test('breaks no rule either', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
})
