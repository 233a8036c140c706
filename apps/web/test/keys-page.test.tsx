import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { inHours, keyOf, ofEnvironment, row, showKeys } from './show-keys.tsx'

const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
const made = () => dialog('The key for phone')

async function makePhone() {
  const shown = await showKeys({ keys: [ofEnvironment('admin')] })
  await page.getByRole('button', { name: 'Make a key' }).click()
  await dialog('Make a key').getByRole('textbox', { name: 'Name' }).fill(' phone ')
  return shown
}

async function chooseAction(key: string, action: string) {
  await page.getByRole('button', { name: `Actions for ${key}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

test('the table tells what each key may do, its last use, and what becomes of it', async () => {
  await showKeys({
    keys: [
      ofEnvironment('admin'),
      keyOf('a', 'laptop', { last_used_at: inHours(-3.1), last_used_from: '192.168.1.20', replaced_until: inHours(1) }),
      keyOf('b', 'nightly', { expires_at: inHours(5 * 24 + 1) }),
      keyOf('c', 'tablet', { expires_at: inHours(-1) }),
      keyOf('d', 'lost', { revoked_at: inHours(-50) }),
    ],
  })
  await expect.element(row('API_KEY_ADMIN')).toMatchTextContent(/AdminThis session.*Set in the environment/)
  await expect.element(row('laptop')).toMatchTextContent(/Rotating.*Operator3 hours ago192.168.1.20Never/)
  await expect.element(row('nightly')).toMatchTextContent(/Never used.*In 5 days/)
  await expect.element(row('tablet')).toMatchTextContent('Expired')
  await expect.element(page.getByText('4 keys · 1 expires within 7 days')).toBeVisible()
  await expect.element(row('lost')).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Show 1 revoked' }).click()
  await expect.element(row('lost')).toMatchTextContent('Revoked 2 days ago')
})

test('a key is made with what was chosen, and shown once: it is not closed by a slip', async () => {
  const { api } = await makePhone()
  await dialog('Make a key').getByRole('radio', { name: 'Operator' }).click()
  await dialog('Make a key').getByRole('radio', { name: 'Never' }).click()
  await userEvent.keyboard('{Enter}')
  await expect.element(made().getByText('od_new_secret', { exact: true })).toBeVisible()
  expect(api.sent).toEqual([
    { method: 'POST', path: '/api/keys', body: { name: 'phone', role: 'operator', expires_at: null } },
  ])
  await expect.element(made()).toMatchTextContent(/curl -H "Authorization: Bearer od_new_secret"/)

  await userEvent.keyboard('{Escape}')
  await expect.element(made().getByRole('alert')).toMatchTextContent('Once closed, it cannot be shown again.')
  await userEvent.keyboard('{Escape}')
  await expect.element(made().getByRole('alert')).not.toBeInTheDocument()
  await made().getByRole('button', { name: 'Done' }).click()
  await expect.element(made().getByRole('button', { name: 'Copy key' }).last()).toHaveFocus()
  await made().getByRole('button', { name: 'Close without copying' }).click()
  await expect.element(made()).not.toBeInTheDocument()
  await expect.element(row('phone')).toBeVisible()
})

test('a key that was copied lets its dialog close at once; before that no other page comes', async () => {
  const { router } = await makePhone()
  await userEvent.keyboard('{Enter}')
  await expect.element(made()).toBeVisible()
  void router.navigate({ to: '/library' })
  await expect.element(made().getByRole('alert')).toBeVisible()
  expect(router.state.location.pathname).toBe('/admin/keys')

  await made().getByRole('button', { name: 'Copy key' }).last().click()
  await expect.element(made().getByRole('alert')).not.toBeInTheDocument()
  await userEvent.keyboard('{Escape}')
  await expect.element(made()).not.toBeInTheDocument()
})

test('what is wrong with a name stands beside it, until it is another', async () => {
  const { api, problem } = await makePhone()
  api.refuse = problem(409, 'key_exists', 'A key "phone" already exists.')
  await userEvent.keyboard('{Enter}')
  const name = dialog('Make a key').getByRole('textbox', { name: 'Name' })
  await expect.element(name).toHaveAccessibleDescription(/A key "phone" already exists\./)
  await expect.element(name).toHaveAttribute('aria-invalid', 'true')
  await name.fill('tablet')
  await expect.element(name).toHaveAttribute('aria-invalid', 'false')
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog('The key for tablet')).toBeVisible()
})

test('a date that is over is not sent', async () => {
  const { api } = await makePhone()
  await dialog('Make a key').getByRole('radio', { name: 'A date' }).click()
  const date = dialog('Make a key').getByLabelText('Last day of the key')
  await date.fill('2020-01-01')
  await dialog('Make a key').getByRole('button', { name: 'Make key' }).click()
  await expect.element(date).toHaveAccessibleDescription('Choose a day from today on.')
  expect(api.sent).toEqual([])
})

test('only what was changed of a key is sent, and less rights say what that ends', async () => {
  const { api } = await showKeys({ keys: [ofEnvironment('admin'), keyOf('a', 'laptop', { expires_at: inHours(999) })] })
  await chooseAction('laptop', 'Edit')
  await dialog('Edit laptop').getByRole('radio', { name: 'Viewer' }).click()
  await expect.element(dialog('Edit laptop')).toMatchTextContent(/have to sign in again/)
  await dialog('Edit laptop').getByRole('button', { name: 'Save changes' }).click()
  await expect.element(row('laptop')).toMatchTextContent('Viewer')
  expect(api.sent).toEqual([{ method: 'PATCH', path: '/api/keys/key:a', body: { role: 'viewer' } }])
  await expect.element(page.getByRole('button', { name: 'Actions for laptop' })).toHaveFocus()
})

test('a rotation says when the current key stops, and shows the new one', async () => {
  const { api } = await showKeys({ keys: [ofEnvironment('admin'), keyOf('a', 'laptop')] })
  await chooseAction('laptop', 'Rotate')
  await dialog('Rotate laptop?').getByRole('radio', { name: 'In 1 hour' }).click()
  await expect.element(dialog('Rotate laptop?')).toMatchTextContent('The current key works for 1 more hour')
  await dialog('Rotate laptop?').getByRole('button', { name: 'Rotate key' }).click()
  await expect.element(dialog('The key for laptop').getByText('od_rotated_secret', { exact: true })).toBeVisible()
  expect(api.sent).toEqual([{ method: 'POST', path: '/api/keys/key:a/rotate', body: { grace_seconds: 3600 } }])
})

test('revoking says who used the key last, what ends, and that it is for good', async () => {
  const used = { last_used_at: inHours(-3.1), last_used_from: '192.168.1.20' }
  const { api } = await showKeys({ keys: [ofEnvironment('admin'), keyOf('a', 'laptop', used), keyOf('b', 'phone')] })
  await row('laptop').getByRole('button', { name: 'Revoke laptop' }).click()
  const ask = dialog('Revoke laptop?')
  await expect
    .element(ask)
    .toMatchTextContent(/Last used 3 hours ago from 192\.168\.1\.20.*end at once.*cannot be undone/)
  await expect.element(ask).not.toMatchTextContent('you are signed out')
  await ask.getByRole('button', { name: 'Revoke laptop' }).click()
  await expect.element(row('laptop')).not.toBeInTheDocument()
  expect(api.sent).toEqual([{ method: 'DELETE', path: '/api/keys/key:a', body: null }])
  // The focus is in the list still.
  await expect.element(page.getByRole('button', { name: 'Actions for phone' })).toHaveFocus()
})

test('revoking the key of this session says that it signs out; a refusal is told in the dialog', async () => {
  const { api, problem } = await showKeys({
    keys: [keyOf('a', 'laptop', { role: 'admin' })],
    session: { key_id: 'key:a' },
  })
  await expect.element(row('laptop')).toMatchTextContent('This session')
  api.refuse = problem(409, 'last_admin', '"laptop" is the last admin key that does not expire.')
  await row('laptop').getByRole('button', { name: 'Revoke laptop' }).click()
  const ask = dialog('Revoke laptop?')
  await expect.element(ask).toMatchTextContent('This session uses the key: you are signed out.')
  await ask.getByRole('button', { name: 'Revoke laptop' }).click()
  await expect.element(ask.getByRole('alert')).toMatchTextContent('the last admin key')
})

test('who is no admin sees what is missing, and no keys are asked for', async () => {
  const { api } = await showKeys({ session: { role: 'viewer', key_id: 'env:viewer' }, path: '/admin/keys?make=true' })
  await expect.element(page.getByRole('button', { name: 'Make a key needs admin' })).toBeDisabled()
  await expect.element(page.getByText('Needs admin', { exact: true })).toBeVisible()
  expect(api.asked).not.toContain('GET /api/keys')
  await expect.element(dialog('Make a key')).not.toBeInTheDocument()
})

test('a thousand keys are found by name and role, and only what is in sight is drawn', async () => {
  const keys = Array.from({ length: 1000 }, (_, index) => keyOf(`${index}`, `key-${index}`))
  await showKeys({ keys: [ofEnvironment('admin'), ...keys] })
  await expect.element(row('key-0')).toBeVisible()
  expect(document.querySelectorAll('[role=row]').length).toBeLessThan(80)
  await page.getByRole('textbox', { name: 'Filter keys' }).fill('key-742')
  await expect.element(row('key-742')).toBeVisible()
  await expect.element(row('key-0')).not.toBeInTheDocument()
  await page.getByRole('button', { name: /^Admin/ }).click()
  await expect.element(page.getByText('No matching keys')).toBeVisible()
})

test('while the dashboard is away the list stays, and nothing can be changed', async () => {
  const { client } = await showKeys({ keys: [ofEnvironment('admin'), keyOf('a', 'laptop')] })
  await expect.element(row('laptop')).toBeVisible()
  const { putAway } = await import('./in-outage.ts')
  putAway(client, 'dashboard')
  const revoke = page.getByRole('button', { name: 'Revoke laptop' })
  await expect.element(revoke).toBeDisabled()
  await expect.element(revoke).toHaveAttribute('title', "Can't reach the dashboard")
  await expect.element(page.getByRole('button', { name: 'Make a key' })).toBeDisabled()
})
