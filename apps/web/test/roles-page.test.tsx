import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { forgetRoleEdits } from '../src/features/admin/roles/role-draft.ts'
import { apiKey } from './fixtures.ts'
import { dialog, roleOf, row, showRoles } from './show-roles.tsx'

const nightShift = () =>
  roleOf('night-shift', { based_on: 'operator', deny: ['settings.*'] }, { description: 'Runs models at night' })

const tick = (name: string) => page.getByRole('checkbox', { name, exact: true })
const open = (subject: string) => page.getByRole('button', { name: new RegExp(`^${subject} (?:all|none|\\d)`) }).click()

// Drafts outlive their dialog, and a test is not to begin with one of another.
beforeEach(() => {
  forgetRoleEdits(null)
  forgetRoleEdits(nightShift())
})

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

test('a role is made from a built-in one, and told in words as it changes', async () => {
  const { api } = await showRoles()
  await page.getByRole('button', { name: 'Make a role' }).click()
  const form = dialog('Make a role')
  await form.getByRole('textbox', { name: 'Name' }).fill('Night Shift')
  await form.getByRole('radio', { name: 'Operator' }).click()
  await expect.element(form).toMatchTextContent('It may do what Operator may.')
  await open('Models')
  await tick('Delete models').click()
  await tick('All of Chat').click()
  await expect.element(form).toMatchTextContent(/Added:Delete models.*Removed:Chat/)
  await form.getByRole('button', { name: 'Make role' }).click()
  await expect.element(form).not.toBeInTheDocument()
  expect(api.sent[0]?.body).toMatchObject({
    name: 'night-shift',
    based_on: 'operator',
    allow: ['models.delete'],
    deny: expect.arrayContaining(['chat.send', 'conversations.list']),
  })
  expect(JSON.stringify(api.sent)).not.toContain('models.start')
  await expect.element(row('night-shift')).toBeVisible()
})

test('a subject is ticked as a whole, in part or not at all', async () => {
  await showRoles({ path: '/admin/roles?make=true' })
  await expect.element(tick('All of Settings')).toHaveAttribute('aria-checked', 'mixed')
  await tick('All of Settings').click()
  await expect.element(tick('All of Settings')).toHaveAttribute('aria-checked', 'true')
  await open('Settings')
  await tick('Import settings').click()
  await expect.element(tick('All of Settings')).toHaveAttribute('aria-checked', 'mixed')
  await expect.element(tick('Import settings')).toHaveAccessibleDescription('Replaces saved settings')
})

test('permissions are found by their words; Escape empties the search before it closes the form', async () => {
  await showRoles({ path: '/admin/roles?make=true' })
  const find = page.getByRole('textbox', { name: 'Find a permission' })
  await find.fill('delete mod')
  await expect.element(tick('Delete models')).toBeVisible()
  await expect.element(tick('Delete chats')).not.toBeInTheDocument()
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog('Make a role')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(find).toHaveValue('')
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog('Make a role')).not.toBeInTheDocument()
})

test('what is wrong with a name stands beside it, until it is another', async () => {
  const { api, problem } = await showRoles({ path: '/admin/roles?make=true' })
  const name = dialog('Make a role').getByRole('textbox', { name: 'Name' })
  await name.fill('7th')
  await expect.element(name).toHaveAccessibleDescription(/Begin with a letter/)
  await expect.element(dialog('Make a role').getByRole('button', { name: 'Make role' })).toBeDisabled()
  await name.fill('viewers')
  api.refuse = problem(409, 'role_exists', 'A role "viewers" already exists.')
  await userEvent.keyboard('{Enter}')
  await expect.element(name).toHaveAccessibleDescription(/A role "viewers" already exists\./)
  await name.fill('readers')
  await expect.element(name).toHaveAttribute('aria-invalid', 'false')
  await userEvent.keyboard('{Enter}')
  await expect.element(row('readers')).toBeVisible()
})

test('only what was changed of a role is sent, and what was written for it stays', async () => {
  const { api } = await showRoles({ roles: [nightShift()], keys: [apiKey('a', 'laptop', { role: 'night-shift' })] })
  await row('night-shift').getByRole('button', { name: 'Edit night-shift' }).click()
  await open('Library')
  await tick('Pull models').click()
  await expect
    .element(dialog('Edit night-shift'))
    .toMatchTextContent('1 key has this role: what they hold open ends at once.')
  await dialog('Edit night-shift').getByRole('button', { name: 'Save changes' }).click()
  await expect.element(dialog('Edit night-shift')).not.toBeInTheDocument()
  expect(api.sent).toEqual([
    {
      method: 'PATCH',
      path: '/api/roles/night-shift',
      body: { based_on: 'operator', allow: [], deny: ['settings.*', 'models.pull'] },
    },
  ])
  await expect.element(row('night-shift').getByRole('button', { name: 'Edit night-shift' })).toHaveFocus()
})

test('a refusal that is about no field is told in the form, which keeps what was ticked', async () => {
  const { api, problem } = await showRoles({ roles: [nightShift()], path: '/admin/roles?edit=night-shift' })
  await dialog('Edit night-shift').getByRole('textbox', { name: 'Description' }).fill('Days too')
  api.refuse = problem(409, 'last_admin', 'It is the role of the last admin key.')
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog('Edit night-shift').getByRole('alert')).toMatchTextContent('the last admin key')
  await expect.element(dialog('Edit night-shift').getByRole('textbox', { name: 'Description' })).toHaveValue('Days too')
})

test('a form that is closed by a slip has its changes again, and can forget them', async () => {
  await showRoles({ roles: [nightShift()], path: '/admin/roles?edit=night-shift' })
  const description = dialog('Edit night-shift').getByRole('textbox', { name: 'Description' })
  await description.fill('Days too')
  await userEvent.keyboard('{Escape}')
  await expect.element(row('night-shift')).toMatchTextContent(/Unsaved.*Runs models at night/)
  await row('night-shift').getByRole('button', { name: 'Edit night-shift' }).click()
  await expect.element(description).toHaveValue('Days too')
  await expect.element(dialog('Edit night-shift')).toMatchTextContent('Your unsaved changes are still here.')
  await dialog('Edit night-shift').getByRole('button', { name: 'Cancel' }).click()
  await expect.element(row('night-shift')).not.toMatchTextContent('Unsaved')
  await row('night-shift').getByRole('button', { name: 'Edit night-shift' }).click()
  await expect.element(description).toHaveValue('Runs models at night')
})

test('nobody gives what they do not have: it cannot be ticked, nor such a role be changed', async () => {
  const own = roleOf('keeper', { based_on: 'operator', allow: ['roles.*', 'keys.list'] })
  const strong = roleOf('strong', { based_on: 'admin' })
  await showRoles({ roles: [strong, own], session: { role: 'keeper', permissions: own.permissions } })
  await expect.element(row('strong').getByRole('button', { name: /^Edit/ })).toBeDisabled()
  await expect
    .element(row('strong').getByRole('button', { name: /^Edit/ }))
    .toHaveAttribute('title', 'It has permissions that your key does not have itself')
  await page.getByRole('button', { name: 'Make a role' }).click()
  await dialog('Make a role').getByRole('radio', { name: 'Admin' }).click()
  await open('Models')
  await expect.element(tick('Delete models')).toBeDisabled()
  await expect.element(tick('Delete models')).toHaveAttribute('aria-checked', 'false')
  await expect.element(tick('Delete models')).toHaveAccessibleDescription(/Your key does not have this itself/)
  await expect.element(tick('Start and pin models')).toHaveAttribute('aria-checked', 'true')
})

test('a role without a way to sign in says that it is for programs', async () => {
  await showRoles({ path: '/admin/roles?make=true' })
  await dialog('Make a role').getByRole('radio', { name: 'Nothing' }).click()
  await expect.element(dialog('Make a role')).toMatchTextContent('It may do nothing yet.')
  await tick('All of Monitor').click()
  await expect.element(dialog('Make a role')).toMatchTextContent('it is for programs')
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
