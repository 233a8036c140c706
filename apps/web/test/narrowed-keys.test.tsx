import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { sessionOf } from './fixtures.ts'
import { keyOf, ofEnvironment, row, showKeys } from './show-keys.tsx'
import { roleOf } from './show-roles.tsx'

const dialog = (name: string) => page.getByRole('dialog', { name })

async function makePhone() {
  const shown = await showKeys({ keys: [ofEnvironment('admin')] })
  await page.getByRole('button', { name: 'Make a key' }).click()
  await dialog('Make a key').getByRole('textbox', { name: 'Name' }).fill('phone')
  return shown
}

test('a key is narrowed to models, servers and networks, and what that amounts to is told at once', async () => {
  const { api } = await makePhone()
  const form = dialog('Make a key')
  await form.getByRole('button', { name: /^Narrow this key/ }).click()
  const models = form.getByLabelText('Models', { exact: true })
  await models.fill('llama*')
  await expect.element(form).toMatchTextContent('Matches 2 of 3 installed: llama3.2:3b, llama3.1:8b')
  await userEvent.keyboard('{Enter}')
  await models.fill('none:*')
  await form.getByRole('button', { name: 'Remove llama*' }).click()
  await models.fill('none:*')
  await expect.element(form).toMatchTextContent('Matches none of 3 installed')
  await models.fill('qwen3:14b')
  await form.getByLabelText('Addresses it may come from').fill('192.168.1.0/24, 2001:db8::/32')
  await form.getByRole('button', { name: 'Make key' }).click()
  await expect
    .element(dialog('The key for phone'))
    .toMatchTextContent(/narrowed to: qwen3:14b · from 192\.168\.1\.0\/24/)
  expect(api.sent[0]?.body).toMatchObject({
    grant: { models: ['qwen3:14b'], addresses: ['192.168.1.0/24', '2001:db8::/32'] },
  })
})

test('roles that can be given look so before the key has a name', async () => {
  await showKeys({ keys: [ofEnvironment('admin')] })
  await page.getByRole('button', { name: 'Make a key' }).click()
  const form = dialog('Make a key')
  const colour = () => getComputedStyle(form.getByText('Operator', { exact: true }).element()).color
  await expect.element(form.getByRole('button', { name: 'Make key' })).toBeDisabled()
  const unnamed = colour()
  await form.getByRole('textbox', { name: 'Name' }).fill('phone')
  await expect.element(form.getByRole('button', { name: 'Make key' })).toBeEnabled()
  expect(unnamed).toBe(colour())
})

test('a network that is half typed is not left out without a word', async () => {
  const { api } = await makePhone()
  const form = dialog('Make a key')
  await form.getByRole('button', { name: /^Narrow this key/ }).click()
  const addresses = form.getByLabelText('Addresses it may come from')
  await addresses.fill('192.168.1.0/33')
  await form.getByRole('button', { name: 'Make key' }).click()
  await expect.element(addresses).toHaveFocus()
  await expect.element(addresses).toHaveAccessibleDescription(/An address or a network, such as/)
  expect(api.sent).toEqual([])
})

test('what narrows a key stands in its row, whole in its menu, and is changed or taken away in its form', async () => {
  const grant = { models: ['llama3.2:*', 'qwen3:*', 'gemma3:*', 'phi4'], addresses: ['10.0.0.0/8'] }
  const { api } = await showKeys({ keys: [ofEnvironment('admin'), keyOf('a', 'laptop', { grant })] })
  await expect.element(row('laptop')).toMatchTextContent('llama3.2:*, qwen3:* +2 · from 10.0.0.0/8')
  await page.getByRole('button', { name: 'Actions for laptop' }).click()
  await expect.element(page.getByText('Models: llama3.2:*, qwen3:*, gemma3:*, phi4')).toBeVisible()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const form = dialog('Edit laptop')
  await form.getByRole('button', { name: 'Remove phi4' }).click()
  await expect.element(form).toMatchTextContent(/have to sign in again/)
  await form.getByRole('button', { name: 'Remove 10.0.0.0/8' }).click()
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect.element(form).not.toBeInTheDocument()
  expect(api.sent).toEqual([
    {
      method: 'PATCH',
      path: '/api/keys/key:a',
      body: { grant: { models: ['llama3.2:*', 'qwen3:*', 'gemma3:*'] } },
    },
  ])
})

test('a key may have a role that people made; what it may do is told on demand', async () => {
  const { api, problem } = await showKeys({
    keys: [ofEnvironment('admin'), keyOf('a', 'laptop', { role: 'night-shift' })],
    roles: [roleOf('night-shift', { allow: ['chat.send', 'presets.*'] }, { description: 'Answers at night' })],
  })
  await expect.element(row('laptop')).toMatchTextContent('night-shift')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const form = dialog('Make a key')
  await form.getByRole('textbox', { name: 'Name' }).fill('phone')
  await form.getByRole('radio', { name: 'night-shift' }).click()
  await form.getByText('What night-shift may do').click()
  await expect.element(form).toMatchTextContent(/Chat with models.*System prompts.*All/)
  api.refuse = problem(404, 'role_not_found', 'There is no role "night-shift".')
  await form.getByRole('button', { name: 'Make key' }).click()
  await expect.element(form.getByRole('group', { name: 'Role' })).toHaveAccessibleDescription(/There is no role/)
  expect(api.sent[0]?.body).toMatchObject({ role: 'night-shift' })
})

test('keys are found by their role and by what narrows them', async () => {
  const keys = [
    ofEnvironment('admin'),
    keyOf('a', 'laptop', { role: 'night-shift' }),
    keyOf('b', 'tablet', { grant: { models: ['llama3.2:*'] } }),
  ]
  await showKeys({ keys, path: '/admin/keys?q=llama3.2' })
  await expect.element(row('tablet')).toBeVisible()
  await expect.element(row('laptop')).not.toBeInTheDocument()
  await page.getByRole('textbox', { name: 'Filter keys' }).fill('night')
  await expect.element(row('laptop')).toBeVisible()
  await expect.element(row('tablet')).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'night-shift 1' })).toBeVisible()
})

test('of keys that may be seen, what may not be done with them is locked one by one', async () => {
  const permissions = sessionOf('admin').permissions.filter((one) => !['keys.revoke', 'keys.create'].includes(one))
  await showKeys({ keys: [ofEnvironment('admin'), keyOf('a', 'laptop')], session: { role: 'keeper', permissions } })
  const revoke = row('laptop').getByRole('button', { name: /^Revoke laptop/ })
  await expect.element(revoke).toBeDisabled()
  await expect.element(revoke).toHaveAttribute('title', 'Your role keeper does not include: Revoke keys')
  await expect.element(page.getByRole('button', { name: 'Make a key not in your role' })).toBeDisabled()
  await page.getByRole('button', { name: 'Actions for laptop' }).click()
  await expect.element(page.getByRole('menuitem', { name: 'Rotate' })).not.toHaveAttribute('data-disabled')
})
