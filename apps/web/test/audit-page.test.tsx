import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { auditKeys } from '../src/lib/queries/keys.ts'
import { saveFile } from '../src/lib/save-file.ts'
import { putAway } from './in-outage.ts'
import { auditEntry, opener, problem, rowOf, showAudit, unknownActor } from './show-audit.tsx'

vi.mock('../src/lib/save-file.ts', () => ({ saveFile: vi.fn() }))

const saved = auditEntry(2, {
  action: 'settings.save',
  before: { num_ctx: 8192 },
  after: { num_ctx: 16_384, temperature: 0.15 },
})
const refused = auditEntry(3, { action: 'models.delete', outcome: 'refused', code: 'forbidden' })
const signIns = auditEntry(4, {
  actor: unknownActor,
  action: 'access.sign_in',
  target: null,
  instance: null,
  outcome: 'refused',
  code: 'unauthorized',
  count: 10,
})
const few = [auditEntry(1), saved, refused, signIns]
const many = Array.from({ length: 120 }, (_, index) => auditEntry(index + 1))

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

test('the file has the entries that the filters let through, a line each, as they are in the log', async () => {
  await showAudit({ entries: few, path: '/audit?outcome=refused' })
  await page.getByRole('button', { name: 'Export' }).click()
  await expect.poll(() => vi.mocked(saveFile).mock.calls.length).toBe(1)
  const [name, text] = vi.mocked(saveFile).mock.calls[0] ?? []
  expect(name).toMatch(/^audit-\d{4}-\d\d-\d\d\.jsonl$/)
  expect(text).toBe(`${JSON.stringify(refused)}\n${JSON.stringify(signIns)}\n`)
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

test('a verified chain says what that means, and is verified again when asked', async () => {
  const { api } = await showAudit({ entries: few })
  const chain = page.getByRole('region', { name: 'Chain of the log' })
  await expect
    .element(chain)
    .toMatchTextContent(/Chain verified\. 4 entries, none changed, missing or out of order; checked \d+ s ago/)
  api.verification = {
    ...api.verification,
    intact: false,
    first_broken: { file: 'audit.jsonl', line: 3, reason: 'The hash does not match the entry.' },
  }
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect.element(chain.getByRole('alert')).toHaveTextContent('The chain is broken at line 3 of audit.jsonl')
  await expect.element(chain).toMatchTextContent(/The hash does not match the entry\..*Copy the file audit\.jsonl/)
})

test('a log that cannot be read says so, for the chain and the entries, and is read again when asked', async () => {
  const { api } = await showAudit({
    entries: few,
    prepare: (api) => {
      api.refuse = () => problem(503, 'audit_unavailable', 'The audit log cannot be read.')
    },
  })
  const chain = page.getByRole('region', { name: 'Chain of the log' })
  await expect.element(chain.getByRole('alert')).toHaveTextContent('The chain could not be verified')
  await expect.element(page.getByRole('region', { name: 'Entries' }).getByRole('alert')).toBeVisible()
  api.refuse = null
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(rowOf(4)).toBeVisible()
})

test('while the log cannot be written, it is told what is refused, what goes on and what to do', async () => {
  await showAudit({
    entries: few,
    prepare: (api) => {
      api.unwritable = 'ENOSPC: no space left on device.'
    },
  })
  const note = page.getByRole('region', { name: 'Audit log' })
  await expect.element(note).toMatchTextContent(/changes are refused.*ENOSPC.*can still be read.*AUDIT_LOG_FILE/)
})

test('what hostile callers put into an entry is text', async () => {
  const hostile = '<img src=x onerror="document.title=1">\u202Egnp.exe'
  await showAudit({
    entries: [
      auditEntry(1, {
        action: hostile,
        target: hostile,
        instance: hostile,
        actor: { ...unknownActor, name: hostile, key_id: hostile, address: hostile },
        before: { [hostile]: hostile },
        after: { constructor: hostile },
      }),
    ],
    path: '/audit?entry=1',
  })
  await expect.element(page.getByRole('rowheader', { name: 'Constructor' })).toBeVisible()
  expect(document.querySelector('main img')).toBeNull()
  expect(rowOf(1).element().textContent).toContain('<img src=x')
})

test('who is no admin sees that the page is locked, in the navigation and on it, and no entry is asked for', async () => {
  const { api } = await showAudit({ entries: few, role: 'operator' })
  await expect.element(page.getByRole('link', { name: 'Audit needs admin' })).toBeVisible()
  await expect.element(page.getByText('Needs admin', { exact: true })).toBeVisible()
  await expect.element(page.getByText(/^Sign in with an admin key/)).toBeVisible()
  expect(api.asked.filter((path) => path.includes('audit'))).toEqual([])
})

test('while the dashboard is away the entries stay, and nothing can be asked of it', async () => {
  const { client } = await showAudit({ entries: few, path: '/audit?entry=2' })
  await expect.element(rowOf(4)).toBeVisible()
  putAway(client, 'dashboard')
  await expect.element(page.getByRole('button', { name: 'Export' })).toBeDisabled()
  await expect.element(page.getByRole('button', { name: 'Put it back' })).toBeDisabled()
  await expect.element(page.getByRole('button', { name: 'Verify now' })).toBeDisabled()
  await expect.element(rowOf(4)).toBeVisible()
})

test('where there is little room an entry is a card with the rest behind it', async () => {
  await page.viewport(390, 844)
  await showAudit({ entries: few })
  const card = page.getByRole('button', { name: /^Save settings/ })
  await expect.element(card).toMatchTextContent(/Save settingsDone.*qwen3:14b.*laptop/)
  await card.click()
  await expect.element(page.getByText('8,192 to 16,384')).toBeVisible()
  await page.viewport(1280, 800)
})

test('on a phone the pages beyond the bar are behind More', async () => {
  await page.viewport(390, 844)
  const { router } = await showAudit({ entries: few, path: '/monitor' })
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Audit' }).click()
  await expect.element(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible()
  expect(router.state.location.pathname).toBe('/audit')
  await expect.element(page.getByRole('button', { name: 'More' })).toHaveAttribute('aria-current', 'page')
  await page.viewport(1280, 800)
})
