import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'
import { enterKey } from '../pages/enter-key.ts'
import { openRoles, row, tick } from '../pages/roles-page.ts'

const keys = { API_KEY_VIEWER: 'viewer-key-of-this-test', API_KEY_ADMIN: 'admin-key-of-this-test' }

test.use({ env: keys })

/** As another program does it. */
async function send(page: Page, method: 'POST' | 'PATCH' | 'DELETE', path: string, data?: object) {
  const authorization = `Bearer ${keys.API_KEY_ADMIN}`
  const answer = await page.request.fetch(path, { method, headers: { authorization }, ...(data && { data }) })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.json()
}

const nightShift = { name: 'night-shift', description: 'Runs models at night', based_on: 'operator' }

test('a role and a narrowed key: its owner sees its models alone, and what is taken away locks without a reload', async ({
  page,
  browser,
  dashboard,
}) => {
  await openRoles(page, keys.API_KEY_ADMIN)
  await page.getByRole('button', { name: 'Make a role' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Night shift')
  await page.getByRole('textbox', { name: 'Description' }).fill('Runs models at night')
  await page.getByRole('radio', { name: 'Operator' }).check()
  await page.getByRole('textbox', { name: 'Find a permission' }).fill('pull models')
  await tick(page, 'Pull models').click()
  await expect(page.getByRole('dialog')).toContainText('Pull models')
  await page.getByRole('button', { name: 'Make role' }).click()
  await expect(row(page, 'night-shift')).toContainText('Library (1 of 2)')

  await page.getByRole('link', { name: 'Keys' }).click()
  await page.getByRole('button', { name: 'Make a key' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('tablet')
  await page.getByRole('radio', { name: 'night-shift' }).check()
  await page.getByRole('button', { name: /^Narrow this key/ }).click()
  await page.getByLabel('Models', { exact: true }).fill('llama*')
  await expect(page.getByText(/^Matches 2 of 8 installed: /)).toBeVisible()
  await page.getByRole('button', { name: 'Make key' }).click()
  const fresh = page.getByRole('dialog', { name: 'The key for tablet' })
  const key = (await fresh.getByRole('code').first().textContent()) ?? ''
  await fresh.getByRole('button', { name: 'Done' }).click()
  await fresh.getByRole('button', { name: 'Close without copying' }).click()
  await expect(row(page, 'tablet')).toContainText('llama*')

  const other = await browser.newPage({ baseURL: dashboard.url })
  await other.goto('/models')
  await enterKey(other, key)
  await expect(other.getByText('Your key sees 2 models that match llama*')).toBeVisible()
  await expect(other.getByText('2 installed')).toBeVisible()
  await expect(other.getByText('gemma3')).toBeHidden()
  const pull = other.getByRole('button', { name: 'Pull a model not in your role' })
  await expect(pull).toBeDisabled()
  await expect(pull).toHaveAttribute('title', 'Your role night-shift does not include: Pull models')
  await other.getByRole('button', { name: 'Account: night-shift · tablet' }).click()
  await expect(other.getByText('Models: llama*')).toBeVisible()
  await other.keyboard.press('Escape')

  // By its address a hidden model is as one that is not there.
  const answerFor = async (model: string) => {
    const answer = await other.request.get(`/api/models/info/${model}`)
    return { status: answer.status(), code: ((await answer.json()) as { code: string }).code }
  }
  expect(await answerFor('gemma3:12b')).toEqual({ status: 404, code: 'model_not_found' })
  expect(await answerFor('gemma3:12b')).toEqual(await answerFor('no-such-model:12b'))
  await other.goto('/models?model=gemma3:12b')
  await expect(other.getByRole('complementary').or(other.getByRole('dialog'))).toContainText('is not installed')

  await other.goto('/models')
  const start = other.getByRole('button', { name: /^Start llama3\.2:3b/ })
  await expect(start).toBeEnabled()
  await page.getByRole('link', { name: 'Roles' }).click()
  await row(page, 'night-shift').getByRole('button', { name: 'Edit night-shift' }).click()
  await page.getByRole('button', { name: /^Models \d+ of/ }).click()
  await tick(page, 'Start and pin models').click()
  await expect(page.getByRole('dialog', { name: 'Edit night-shift' })).toContainText(
    '1 key has this role: what they hold open ends at once.',
  )
  await page.getByRole('button', { name: 'Save changes' }).click()
  // Nobody reloads the other window.
  await expect(start).toBeDisabled()
  await expect(start).toHaveAttribute('title', /Your role night-shift does not include: Start and pin models/)
  await other.close()
})

test('a role is deleted once no key has it', async ({ page }) => {
  await send(page, 'POST', '/api/roles', nightShift)
  const { id } = await send(page, 'POST', '/api/keys', { name: 'tablet', role: 'night-shift' })
  await openRoles(page, keys.API_KEY_ADMIN)
  const ask = async () => {
    await page.getByRole('button', { name: 'Actions for night-shift' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
  }
  await ask()
  await expect(page.getByRole('dialog')).toContainText('1 key has this role, so it cannot be deleted.')
  await page.getByRole('link', { name: 'Show the key' }).click()
  await expect(page).toHaveURL(/\/admin\/keys\?may=night-shift$/)
  await expect(row(page, 'tablet')).toBeVisible()
  await expect(row(page, 'API_KEY_ADMIN')).toBeHidden()

  await send(page, 'PATCH', `/api/keys/${id}`, { role: 'viewer' })
  await page.getByRole('link', { name: 'Roles' }).click()
  await expect(row(page, 'night-shift')).toContainText('No keys')
  await ask()
  await page.getByRole('button', { name: 'Delete night-shift' }).click()
  await expect(row(page, 'night-shift')).toBeHidden()
})

test('by keyboard alone a role is found, edited and left, and the focus comes back', async ({ page }) => {
  await send(page, 'POST', '/api/roles', nightShift)
  await openRoles(page, keys.API_KEY_ADMIN)
  await page.keyboard.press('j')
  for (let line = 0; line < 3; line++) await page.keyboard.press('ArrowDown')
  const menu = page.getByRole('button', { name: 'Actions for night-shift' })
  await expect(menu).toBeFocused()
  const openByKeyboard = async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible()
    await page.keyboard.press('Home')
    await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeFocused()
    await page.keyboard.press('Enter')
  }
  await openByKeyboard()
  const form = page.getByRole('dialog', { name: 'Edit night-shift' })
  await expect(form.getByRole('textbox', { name: 'Description' })).toBeFocused()
  await form.getByRole('textbox', { name: 'Find a permission' }).focus()
  await page.keyboard.type('delete several')
  await page.keyboard.press('Tab')
  await expect(tick(page, 'Delete several models at once')).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await expect(menu).toBeFocused()
  await expect(row(page, 'night-shift')).toContainText('Unsaved')
  await openByKeyboard()
  await expect(form.getByRole('textbox', { name: 'Description' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(form).toBeHidden()
  await expect(row(page, 'night-shift')).toContainText('Models (15 of 16)')
})

test('a viewer is told what is missing', async ({ page }) => {
  await page.goto('/admin/roles')
  await enterKey(page, keys.API_KEY_VIEWER)
  await expect(page.getByRole('button', { name: 'Make a role needs admin' })).toBeDisabled()
  await expect(page.getByText('Needs admin', { exact: true })).toBeVisible()
})

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const) {
  test.describe(`on ${device}`, () => {
    test.use({ viewport })

    test('roles, their forms and a narrowed key break no rule of WCAG 2.1 AA, and nothing scrolls sideways', async ({
      page,
    }) => {
      const hostile = `<img src=x onerror=alert(1)> ${'W'.repeat(170)}`
      const look = async () => {
        expect(await violations(page)).toEqual([])
        expect(await sideways(page)).toBe(0)
      }
      await send(page, 'POST', '/api/roles', { ...nightShift, name: 'n'.repeat(32), description: hostile })
      const grant = { models: ['hf.co/a-team-with-a-long-name/*', 'llama3.2:*'], addresses: ['2001:db8:1:2::/64'] }
      await send(page, 'POST', '/api/keys', { name: 'tablet', role: 'n'.repeat(32), grant })
      await openRoles(page, keys.API_KEY_ADMIN)
      if (device === 'a phone') await page.getByRole('button', { name: /^nnn/ }).click()
      await expect(page.getByText(hostile)).toBeVisible()
      await look()
      await page.goto(`/admin/roles?edit=${'n'.repeat(32)}`)
      await page.getByRole('button', { name: /^Models \d/ }).click()
      await tick(page, 'All of Chat').click()
      await look()
      await page.getByRole('textbox', { name: 'Find a permission' }).fill('delete')
      await look()
      await page.goto('/admin/keys')
      await expect(page.getByText('3 keys')).toBeVisible()
      await look()
      await page.getByRole('button', { name: 'Make a key' }).click()
      await page.getByText('What Viewer may do').click()
      await page.getByRole('button', { name: /^Narrow this key/ }).click()
      await page.getByLabel('Models', { exact: true }).fill('llama*')
      await page.keyboard.press('Enter')
      await page.getByLabel('Addresses it may come from').fill('10.0.0.0/33')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog').getByRole('alert').last()).toContainText('An address or a network')
      await look()
    })
  })
}
