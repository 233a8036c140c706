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
