import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { saveFile } from '../src/lib/files/save-file.ts'
import { few, many, refused, rowOf, showAudit, signIns } from './show-audit.tsx'

vi.mock('../src/lib/files/save-file.ts', () => ({ saveFile: vi.fn() }))

test('a filter goes into the address and to the API, can be taken off, and is one step back', async () => {
  const { router } = await showAudit({ entries: few })
  await page.getByRole('button', { name: 'Refused 2' }).click()
  await expect.element(rowOf(1)).not.toBeInTheDocument()
  await expect.element(rowOf(3)).toBeVisible()
  await page.getByRole('button', { name: 'What' }).click()
  await page.getByRole('option', { name: 'Delete' }).click()
  await expect.element(rowOf(4)).not.toBeInTheDocument()
  expect(router.state.location.search).toEqual({ outcome: 'refused', what: 'models.delete' })
  router.history.back()
  await expect.element(rowOf(4)).toBeVisible()
  router.history.forward()
  await page.getByRole('button', { name: 'Remove filter: Delete' }).click()
  await expect.element(rowOf(4)).toBeVisible()
  await page.getByRole('button', { name: 'Refused 2' }).click()
  await expect.element(rowOf(1)).toBeVisible()
})

test('who did it is chosen by the name of the key, and a whole group of actions at once', async () => {
  const { router } = await showAudit({ entries: few })
  await page.getByRole('button', { name: 'Who' }).click()
  await page.getByRole('option', { name: /^work laptop/ }).click()
  await expect.element(rowOf(4)).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Remove filter: work laptop' })).toBeVisible()
  await page.getByRole('button', { name: 'What' }).click()
  await page.getByRole('option', { name: 'Settings, all' }).click()
  await expect.element(rowOf(3)).not.toBeInTheDocument()
  await expect.element(rowOf(2)).toBeVisible()
  expect(router.state.location.search).toEqual({ who: 'key:laptop', what: 'settings.*' })
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect.element(rowOf(4)).toBeVisible()
})

test('a time is a span or days, one of both', async () => {
  const { router } = await showAudit({ entries: few, path: '/audit?from=2020-01-01&to=2020-01-02' })
  await expect.element(page.getByText('No matching entries')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Remove filter: 1 Jan 2020 to 2 Jan 2020' })).toBeVisible()
  await page.getByRole('button', { name: 'When' }).click()
  await page.getByRole('button', { name: 'Last 7 days' }).click()
  await expect.element(rowOf(1)).toBeVisible()
  expect(router.state.location.search).toEqual({ last: '7d' })
})

test('what is typed is found in targets, and is taken off by the empty list', async () => {
  await showAudit({ entries: few })
  await expect.element(rowOf(1)).toBeVisible()
  await userEvent.keyboard('/nowhere')
  await expect.element(page.getByText('No matching entries')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.element(rowOf(1)).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: 'Target or trace' })).toHaveValue('')
})

test('older and newer pages stand in the address, and a link leads to the middle', async () => {
  const { router } = await showAudit({ entries: many })
  await expect.element(rowOf(120)).toBeInTheDocument()
  await page.getByRole('button', { name: 'Older' }).click()
  await expect.element(rowOf(70)).toBeInTheDocument()
  await page.getByRole('button', { name: 'Older' }).click()
  await expect.element(rowOf(20)).toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Older' })).toBeDisabled()
  expect(router.state.location.searchStr).toBe('?before=71-21')
  await page.getByRole('button', { name: 'Newer' }).click()
  await expect.element(rowOf(70)).toBeInTheDocument()
  expect(router.state.location.searchStr).toBe('?before=71')
  await page.getByRole('button', { name: 'Newer' }).click()
  await expect.element(rowOf(120)).toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Newer' })).toBeDisabled()
})

test('the file has the entries that the filters let through, a line each, as they are in the log', async () => {
  await showAudit({ entries: few, path: '/audit?outcome=refused' })
  await page.getByRole('button', { name: 'Export' }).click()
  await expect.poll(() => vi.mocked(saveFile).mock.calls.length).toBe(1)
  const [name, text] = vi.mocked(saveFile).mock.calls[0] ?? []
  expect(name).toMatch(/^audit-\d{4}-\d\d-\d\d\.jsonl$/)
  expect(text).toBe(`${JSON.stringify(refused)}\n${JSON.stringify(signIns)}\n`)
})
