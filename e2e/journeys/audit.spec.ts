import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Dashboard } from '../dashboard.ts'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'
import { enterKey } from '../pages/enter-key.ts'

const keys = {
  API_KEY_VIEWER: 'viewer-key-of-this-test',
  API_KEY_OPERATOR: 'operator-key-of-this-test',
  API_KEY_ADMIN: 'admin-key-of-this-test',
}

test.use({ env: keys })

async function openAudit(page: Page, address = '/audit'): Promise<void> {
  await page.goto(address)
  await enterKey(page, keys.API_KEY_ADMIN)
  await expect(page.getByText('Chain verified.', { exact: true })).toBeVisible()
}

/** As somebody does who can write to the file. */
async function edit({ dataDir }: Dashboard, from: string, to: string): Promise<void> {
  const file = join(dataDir, 'logs', 'audit.log')
  const text = await readFile(file, 'utf8')
  expect(text).toContain(from)
  await writeFile(file, text.replace(from, to))
}

/** As a program does it, without the cookies of a page. */
const asOperator = (page: Page, path: string, data: object) =>
  page.request.post(path, { data, headers: { authorization: `Bearer ${keys.API_KEY_OPERATOR}` } })

const save = (page: Page, settings: object) => asOperator(page, '/api/models/settings/qwen3:14b', settings)
const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
const details = (page: Page, text: string | RegExp) => row(page, text).getByRole('button', { name: /^Details/ })

test('what somebody does in another window is told, is found by its filters, and what it changed is put back', async ({
  page,
  browser,
  dashboard,
}) => {
  const other = await browser.newPage({ baseURL: dashboard.url })
  await other.goto('/models?model=qwen3:14b&tab=settings')
  await enterKey(other, keys.API_KEY_OPERATOR)
  await other.getByRole('textbox', { name: 'Top k' }).fill('40')
  await openAudit(page)
  await expect(row(page, 'API_KEY_ADMIN')).toContainText('Sign in')
  await other.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(other.getByText('Settings of qwen3:14b saved')).toBeVisible()
  await other.close()

  await page.getByRole('button', { name: 'Show 1 new entry' }).click()
  await expect(row(page, 'Save settings')).toContainText(/API_KEY_OPERATOR.*qwen3:14b.*Done.*127\.0\.0\.1, page/)
  await page.getByRole('button', { name: 'Who', exact: true }).click()
  await page.getByRole('option', { name: 'API_KEY_OPERATOR' }).click()
  await page.getByRole('button', { name: 'What', exact: true }).click()
  await page.getByRole('option', { name: 'Save settings' }).click()
  await expect(page).toHaveURL(/who=env%3Aoperator&what=settings\.save|what=settings\.save&who=env%3Aoperator/)
  await expect(page.getByText('1 of 1, newest first')).toBeVisible()
  await page.goBack()
  await expect(row(page, 'Sign in')).toBeVisible()
  await page.goForward()
  await expect(row(page, 'Sign in')).toBeHidden()

  // The link leads anybody to what is shown.
  await details(page, 'Save settings').click()
  await page.reload()
  await expect(page.getByRole('row', { name: 'Top k Not set 40' })).toBeVisible()
  await page.getByRole('button', { name: 'Put it back' }).click()
  await expect(page.getByText('Settings of qwen3:14b put back')).toBeVisible()
  const saved = await page.request.get('/api/models/settings/qwen3:14b')
  expect(((await saved.json()) as { settings: object }).settings).toEqual({})
  await page.getByRole('button', { name: 'Remove filter: API_KEY_OPERATOR' }).click()
  await expect(row(page, 'API_KEY_ADMIN').filter({ hasText: 'Save settings' })).toBeVisible()
})

test('a wrong key and what is refused are told, with the reason', async ({ page }) => {
  await page.request.get('/api/models/running', { headers: { authorization: 'Bearer not-a-key' } })
  await page.request.post('/api/keys', {
    data: { name: 'mine', role: 'admin' },
    headers: { authorization: `Bearer ${keys.API_KEY_OPERATOR}` },
  })
  await openAudit(page, '/audit?outcome=refused')
  await expect(row(page, 'Failed sign-in')).toContainText(/Unknown.*No key.*Wrong key.*Refused/)
  await details(page, 'Make key').click()
  await expect(page.getByText('The key has no permission for this.')).toBeVisible()
})

test('older entries are a page further, and the file has all that the filters let through, as it stands in the log', async ({
  page,
}) => {
  for (let top_k = 1; top_k <= 60; top_k += 1) await save(page, { top_k })
  await openAudit(page, '/audit?what=settings.*')
  await expect(page.getByText('50 of 60, newest first')).toBeVisible()
  await page.getByRole('button', { name: 'Older' }).click()
  await expect(page.getByText('10 of 60, newest first')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(60)
  // Whoever has the file alone can check each entry.
  for (const line of lines) {
    const [content = '', rest = ''] = line.split(',"hash":')
    expect(rest).toBe(`"${createHash('sha256').update(content).digest('hex')}"}`)
  }
})

test('an entry that somebody changed in the file is found, with its place', async ({ page, dashboard }) => {
  await save(page, { top_k: 40 })
  await openAudit(page)
  await details(page, 'Save settings').click()
  await edit(dashboard, '"top_k":40', '"top_k":41')
  await page.getByRole('button', { name: 'Verify now' }).click()
  const alert = page.getByRole('region', { name: 'Chain of the log' })
  await expect(alert).toContainText(/The chain is broken at line \d of audit\.log/)
  await expect(alert).toContainText('The entry was changed')
})

test('an operator sees that the log is locked', async ({ page }) => {
  await page.goto('/')
  await enterKey(page, keys.API_KEY_OPERATOR)
  await page.getByRole('link', { name: 'Audit needs admin' }).click()
  await expect(page.getByText('Needs admin', { exact: true })).toBeVisible()
})

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const) {
  test.describe(`on ${device}`, () => {
    test.use({ viewport })

    test('the log and what asks for a part of it break no rule of WCAG 2.1 AA, and nothing scrolls sideways', async ({
      page,
      dashboard,
    }) => {
      const look = async () => {
        expect(await violations(page)).toEqual([])
        expect(await sideways(page)).toBe(0)
      }
      await save(page, { num_ctx: 8192, system: 'Be brief.' })
      await asOperator(page, `/api/models/start/${'a-very-long-name-of-a-model-'.repeat(2)}:latest`, {})
      await openAudit(page, '/audit?last=7d&outcome=refused')
      await look()
      await page.goto('/audit')
      const entry =
        device === 'a phone' ? page.getByRole('button', { name: /^Save settings/ }) : details(page, 'Save settings')
      await entry.click()
      await expect(page.getByText('9 characters')).toBeVisible()
      await look()
      for (const filter of ['Who', 'What', 'When']) {
        await page.getByRole('button', { name: filter, exact: true }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await look()
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toBeHidden()
      }
      await edit(dashboard, '8192', '8193')
      await page.getByRole('button', { name: 'Verify now' }).click()
      await expect(page.getByText(/^The chain is broken at line/)).toBeVisible()
      await look()
    })
  })
}
