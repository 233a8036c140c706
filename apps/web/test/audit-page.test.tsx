import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { auditKeys } from '../src/lib/queries/keys.ts'
import { auditEntry, few, many, opener, rowOf, showAudit } from './show-audit.tsx'

test('each entry tells when, who, what, to what, how it ended and from where', async () => {
  await showAudit({ entries: few })
  await expect
    .element(rowOf(3))
    .toMatchTextContent(/\d\d:\d\d:\d\d.*laptopOperatorDelete.*qwen3:14bRefused192\.168\.1\.20, page/)
  await expect
    .element(rowOf(4))
    .toMatchTextContent(/UnknownNo keyFailed sign-inWrong key, 10 timesRefused203\.0\.113\.7$/)
  await expect.element(page.getByText(/^4 entries since /)).toBeVisible()
  await expect.element(page.getByText('4 of 4, newest first')).toBeVisible()
})

test('an opened entry has what was before and after, and what it is known by', async () => {
  const { router } = await showAudit({ entries: few })
  await opener(2).click()
  const changes = page.getByRole('table', { name: 'What was changed' })
  await expect.element(changes.getByRole('row', { name: 'Context length 8,192 16,384' })).toBeVisible()
  await expect.element(changes.getByRole('row', { name: 'Temperature Not set 0.15' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Copy trace' })).toBeVisible()
  await expect.element(page.getByText('Key, now work laptop')).toBeVisible()
  expect(router.state.location.search).toMatchObject({ entry: 2 })
  await opener(3).click()
  await expect.element(changes).not.toBeInTheDocument()
  await expect.element(page.getByText('The key has no permission for this.')).toBeVisible()
})

test('new entries are told, and stand there once they are asked for', async () => {
  const { api, client } = await showAudit({ entries: few })
  await expect.element(rowOf(4)).toBeVisible()
  api.entries.push(auditEntry(5), auditEntry(6), auditEntry(7))
  await client.invalidateQueries({ queryKey: auditKeys.entries })
  await expect.element(page.getByText(/^7 entries since /)).toBeVisible()
  await expect.element(rowOf(7)).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Show 3 new entries' }).click()
  await expect.element(rowOf(7)).toBeVisible()
  await expect.element(opener(7)).toHaveFocus()
  await expect.element(page.getByRole('button', { name: /new entries/ })).not.toBeInTheDocument()
})

test('a link to an entry shows it, wherever on its page it stands', async () => {
  await showAudit({ entries: many, path: '/audit?entry=75' })
  await expect.element(opener(75)).toBeInViewport()
  await expect.element(page.getByRole('button', { name: 'Copy trace' })).toBeInTheDocument()
})

test('the keyboard walks the list, opens and closes', async () => {
  await showAudit({ entries: few })
  await expect.element(rowOf(4)).toBeVisible()
  await userEvent.keyboard('j')
  await expect.element(opener(4)).toHaveFocus()
  await userEvent.keyboard('j{ArrowDown}{Enter}')
  await expect.element(opener(2)).toHaveAttribute('aria-expanded', 'true')
  await userEvent.keyboard('{Escape}')
  await expect.element(opener(2)).toHaveAttribute('aria-expanded', 'false')
  await expect.element(opener(2)).toHaveFocus()
  await userEvent.keyboard('k')
  await expect.element(opener(3)).toHaveFocus()
})

test('a change of settings is put back as it was, unless they were changed since', async () => {
  const { api } = await showAudit({
    entries: few,
    path: '/audit?entry=2',
    prepare: (api) => {
      api.settings = { num_ctx: 16_384, temperature: 0.15, top_k: 5 }
    },
  })
  await page.getByRole('button', { name: 'Put it back' }).click()
  await expect.element(page.getByText('Settings of qwen3:14b put back')).toBeVisible()
  expect(api.saved).toEqual([
    { url: '/api/models/settings/qwen3:14b?undo=true', body: { num_ctx: 8192, temperature: null } },
  ])
  api.settings = { num_ctx: 4096 }
  await page.getByRole('button', { name: 'Put it back' }).click()
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent(/^Not put back: the settings of qwen3:14b were changed since/)
  expect(api.saved).toHaveLength(1)
})
