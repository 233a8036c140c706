import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { apiKey } from './fixtures.ts'
import { dialog, roleOf, row, showRoles } from './show-roles.tsx'

const nightShift = () =>
  roleOf('night-shift', { based_on: 'operator', deny: ['settings.*'] }, { description: 'Runs models at night' })

test('each role says what it may do, and how many keys lead there', async () => {
  const keys = [
    apiKey('a', 'laptop', { role: 'night-shift' }),
    apiKey('b', 'lost', { role: 'night-shift', revoked_at: '2026-01-01T00:00:00Z' }),
    apiKey('', 'API_KEY_ADMIN', { id: 'env:admin', role: 'admin', source: 'environment' }),
  ]
  await showRoles({ roles: [nightShift()], keys })
  await expect
    .element(row('night-shift'))
    .toMatchTextContent(/Runs models at night.*Models \(14 of 16\), Library, Chat/)
  await expect.element(row('Admin')).toMatchTextContent(/Everything.*1 key.*Built in/)
  await expect
    .element(row('night-shift').getByRole('link', { name: '1 key with the role night-shift' }))
    .toHaveAttribute('href', '/admin/keys?may=night-shift')
  await expect.element(page.getByRole('button', { name: 'Actions for Viewer' })).not.toBeInTheDocument()
})

test('a role that keys have is not deleted: the way to these keys is there instead', async () => {
  const keys = [apiKey('a', 'laptop', { role: 'night-shift' })]
  await showRoles({ roles: [nightShift()], keys })
  await page.getByRole('button', { name: 'Actions for night-shift' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const ask = dialog('Delete night-shift?')
  await expect.element(ask).toMatchTextContent('1 key has this role, so it cannot be deleted.')
  await expect
    .element(ask.getByRole('link', { name: 'Show the key' }))
    .toHaveAttribute('href', '/admin/keys?may=night-shift')
  await expect.element(ask.getByRole('button', { name: 'Delete night-shift' })).not.toBeInTheDocument()
})

test('a role that no key has is deleted; one that got a key meanwhile says so', async () => {
  const { api, problem } = await showRoles({ roles: [nightShift()] })
  const ask = async () => {
    await page.getByRole('button', { name: 'Actions for night-shift' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await dialog('Delete night-shift?').getByRole('button', { name: 'Delete night-shift' }).click()
  }
  api.refuse = problem(409, 'role_in_use', '1 key has the role "night-shift".')
  await ask()
  await expect
    .element(dialog('Delete night-shift?'))
    .toMatchTextContent('Keys have this role, so it cannot be deleted.')
  await dialog('Delete night-shift?').getByRole('button', { name: 'Cancel' }).click()
  await ask()
  await expect.element(row('night-shift')).not.toBeInTheDocument()
})

test('names and descriptions are text, whatever they are', async () => {
  const hostile = '<img src=x onerror=alert(1)> {{7*7}} \u202Egnirts'
  await showRoles({ roles: [roleOf('a'.repeat(32), {}, { description: hostile.repeat(4) })] })
  await expect.element(page.getByText(hostile.repeat(4), { exact: true })).toBeVisible()
  expect(document.querySelector('img')).toBeNull()
})

test('who may not see roles is told why, and none are asked for', async () => {
  const { api } = await showRoles({ session: { role: 'viewer', permissions: [] }, path: '/admin/roles?make=true' })
  await expect.element(page.getByRole('button', { name: 'Make a role needs admin' })).toBeDisabled()
  await expect.element(page.getByText('Needs admin', { exact: true })).toBeVisible()
  await expect.element(dialog('Make a role')).not.toBeInTheDocument()
  expect(api.asked).not.toContain('GET /api/roles')
})

test('while the dashboard is away the list stays, and nothing can be changed', async () => {
  const { client } = await showRoles({ roles: [nightShift()] })
  await expect.element(row('night-shift')).toBeVisible()
  const { putAway } = await import('./in-outage.ts')
  putAway(client, 'dashboard')
  await expect.element(row('night-shift').getByRole('button', { name: 'Edit night-shift' })).toBeDisabled()
  await expect.element(page.getByRole('button', { name: 'Make a role' })).toBeDisabled()
})
