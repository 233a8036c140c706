import { expect, onTestFinished, test } from 'vitest'
import { page } from 'vitest/browser'
import { putAway } from './in-outage.ts'
import { auditEntry, few, problem, rowOf, showAudit, unknownActor } from './show-audit.tsx'

async function onPhone() {
  await page.viewport(390, 844)
  onTestFinished(() => page.viewport(1280, 800))
}

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
      api.issue = { status: 'unhealthy', detail: 'Changes are refused since noon: the disk is full.' }
    },
  })
  const note = page.getByRole('region', { name: 'Audit log' })
  await expect
    .element(note)
    .toMatchTextContent(/cannot be written: changes are refused.*the disk is full.*can still be read.*AUDIT_LOG_FILE/)
})

test('what disturbs the log without keeping it from being written refuses nothing', async () => {
  await showAudit({
    entries: few,
    prepare: (api) => {
      api.issue = { status: 'degraded', detail: 'AUDIT_ANCHOR_URL cannot be reached.' }
    },
  })
  const note = page.getByRole('region', { name: 'Audit log' })
  await expect.element(note).toMatchTextContent(/needs attention.*AUDIT_ANCHOR_URL cannot be reached/)
  await expect.element(note).not.toMatchTextContent('refused')
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

test('a chain that was never verified is no broken one because the dashboard is away', async () => {
  const { client } = await showAudit({
    entries: few,
    prepare: (api) => {
      api.refuse = () => {
        throw new TypeError('Failed to fetch')
      }
    },
  })
  putAway(client, 'dashboard')
  const chain = page.getByRole('region', { name: 'Chain of the log' })
  await expect.element(chain).toMatchTextContent(/Chain not verified\. Can't reach the dashboard/)
  await expect.element(chain.getByRole('alert')).not.toBeInTheDocument()
})

test('where there is little room an entry is a card with the rest behind it', async () => {
  await onPhone()
  await showAudit({ entries: few })
  const card = page.getByRole('button', { name: /^Save settings/ })
  await expect.element(card).toMatchTextContent(/Save settingsDone.*qwen3:14b.*laptop/)
  await card.click()
  await expect.element(page.getByText('8,192 to 16,384')).toBeVisible()
})

test('on a phone the pages beyond the bar are behind More', async () => {
  await onPhone()
  const { router } = await showAudit({ entries: few, path: '/monitor' })
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Audit' }).click()
  await expect.element(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible()
  expect(router.state.location.pathname).toBe('/audit')
  await expect.element(page.getByRole('button', { name: 'More' })).toHaveAttribute('aria-current', 'page')
})
