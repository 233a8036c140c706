import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { setEdits } from '../src/lib/settings-drafts.ts'
import { field, name, show } from './show-settings.tsx'

beforeEach(() => setEdits(name, {}))

test('a field says where its value comes from, and what would hold without it', async () => {
  await show()
  await expect.element(field('Temperature')).toHaveValue('0.8')
  await expect.element(field('Temperature')).toHaveAttribute('placeholder', '0.6')
  await expect.element(page.getByText(/^Saved .* ago by laptop$/).first()).toBeVisible()
  await field('Temperature').fill('')
  await expect.element(page.getByText(/^Saved value 0\.8, .* by laptop$/)).toBeVisible()
})

test('what is recommended comes with its reason and its source, and is one click away', async () => {
  await show()
  const link = page.getByRole('link', { name: 'huggingface.co' })
  await expect.element(link).toHaveAttribute('target', '_blank')
  await expect.element(link).toHaveAttribute('rel', 'noopener noreferrer')
  await page.getByRole('button', { name: 'Apply recommended Temperature' }).click()
  await expect.element(field('Temperature')).toHaveValue('0.6')
  await expect.element(page.getByText('Applied')).toBeVisible()
})

test('what is recommended is not applied while a text that cannot be saved stands in its place', async () => {
  await show({ saved: { temperature: 0.6 } })
  await field('Temperature').fill('5')
  await expect.element(page.getByText('Between 0 and 2.')).toBeVisible()
  await expect.element(page.getByText('Applied')).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Apply recommended Temperature' })).toBeVisible()
})

test('a context that another client asked for stands in the empty field', async () => {
  await show({ saved: {}, serverContext: null, context: 8192 })
  await expect.element(field('Context length')).toHaveAttribute('placeholder', '8192')
  await expect.element(page.getByText('Not set, as loaded now')).toBeVisible()
})

test('the memory line moves with the context', async () => {
  await show()
  await expect.element(page.getByText(/^11\.0 GiB, fits in VRAM$/)).toBeVisible()
  await field('Context length').fill('32768')
  await expect.element(page.getByText(/^14\.0 GiB instead of 11\.0 GiB, fits in VRAM$/)).toBeVisible()
  await expect.element(page.getByText(/^Estimated, KV cache q8_0, 4 parallel requests\./)).toBeVisible()
})

test('fields that hardly anybody sets are folded away', async () => {
  await show()
  const fold = page.getByRole('button', { name: 'Show 8 fields, none changed' })
  await expect.element(fold).toHaveAttribute('aria-expanded', 'false')
  await fold.click()
  await field('Seed').fill('42')
  await userEvent.tab()
  const open = page.getByRole('button', { name: 'Hide 8 fields, 1 changed' })
  await expect.element(open).toBeVisible()
  await open.click()
  await expect.element(page.getByRole('button', { name: /^Show 8 fields, 1 changed\s*Not saved yet$/ })).toBeVisible()
})

test('a viewer may look at everything, and is told what changing it needs', async () => {
  await show({ role: 'viewer' })
  await expect.element(page.getByText('Changing these settings needs operator.')).toBeVisible()
  await expect.element(field('Temperature')).toHaveAttribute('placeholder', '0.6')
  for (const role of ['textbox', 'slider', 'combobox'] as const) {
    expect(page.getByRole(role, { disabled: true }).elements().length).toBeGreaterThan(0)
    expect(page.getByRole(role, { disabled: false }).elements()).toEqual([])
  }
  const reset = page.getByRole('button', { name: /^Reset to recommended.*needs operator$/ })
  await expect.element(reset.first()).toBeDisabled()
})

test('of thinking the form offers what the model takes, and nothing else', async () => {
  await show({ thinkValues: ['low', 'medium', 'high'] })
  const thinking = page.getByRole('combobox', { name: 'Thinking' })
  await expect.element(thinking).toBeVisible()
  const words = [...thinking.element().querySelectorAll('option')].map(({ textContent }) => textContent)
  expect(words).toEqual(['Model default', 'Low', 'Medium', 'High'])
})

test('what is compared with the recommended values is what the form has now, saved or not', async () => {
  setEdits(name, { temperature: '0.9' })
  await show({ tab: 'difference' })
  const table = page.getByRole('table', { name: 'Differences from recommended' })
  await expect.element(table.getByRole('columnheader', { name: 'Current' })).toBeVisible()
  const row = table.getByRole('row', { name: /^Temperature/ })
  expect(row.element().textContent).toContain('0.9not saved yet')
  expect(table.getByRole('columnheader', { name: 'Saved' }).elements()).toEqual([])
})
