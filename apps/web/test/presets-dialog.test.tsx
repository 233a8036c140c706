import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { presetOf, showPresets } from './show-presets.tsx'

const text = () => page.getByRole('textbox', { name: 'System prompt' })
const dialog = () => page.getByRole('dialog', { name: 'System prompt presets' })
const choice = (name: string) => dialog().getByRole('button', { name: new RegExp(`^${name}`) })
const undo = () => page.getByRole('button', { name: 'Undo' })
async function openMenu(name: string) {
  await dialog()
    .getByRole('button', { name: `Actions for ${name}` })
    .click()
  await expect.element(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
}

test('the one that is chosen fills the field, gives the focus back, is marked, and can be taken back', async () => {
  await showPresets({ text: 'My own text' })
  await choice('Translator').click()
  await expect.element(text()).toHaveValue('Translate.')
  await expect.element(dialog()).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Presets' })).toHaveFocus()

  await page.getByRole('button', { name: 'Presets' }).click()
  await expect.element(choice('Translator')).toHaveAttribute('aria-current', 'true')
  await expect.element(choice('Reviewer')).toHaveAttribute('aria-current', 'false')
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog()).not.toBeInTheDocument()
  await undo().click()
  await expect.element(text()).toHaveValue('My own text')
})

test('goes by keyboard alone: the list is one stop, and Escape closes one thing after the other', async () => {
  await showPresets()
  await expect.element(choice('Reviewer')).toBeVisible()
  choice('Reviewer').element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(choice('Translator')).toHaveFocus()
  await userEvent.keyboard('{Tab}{Enter}')
  await expect.element(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument()
  await expect.element(dialog().getByRole('button', { name: 'Actions for Translator' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog()).not.toBeInTheDocument()
  await expect.element(text()).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(text()).not.toBeInTheDocument()
})

test('the present text is saved under a name that is free', async () => {
  const api = await showPresets({ text: 'Be brief.' })
  const name = dialog().getByRole('textbox', { name: 'Save the current system prompt as' })
  await name.fill(' Reviewer ')
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog().getByText('A preset "Reviewer" already exists.')).toBeVisible()
  await name.fill('Brief')
  await dialog().getByRole('button', { name: 'Save preset' }).click()
  await expect.element(dialog()).not.toBeInTheDocument()
  expect(api.sent.map(({ body }) => body)).toEqual([
    { name: 'Reviewer', system: 'Be brief.' },
    { name: 'Brief', system: 'Be brief.' },
  ])
  await page.getByRole('button', { name: 'Presets' }).click()
  await expect.element(choice('Brief')).toHaveAttribute('aria-current', 'true')
  await expect.element(name).not.toBeInTheDocument()
})

test('one is renamed, given the present text, and deleted; what is lost comes back', async () => {
  const api = await showPresets({ text: 'Be brief.' })
  await openMenu('Translator')
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'New name of Translator' }).fill('Interpreter')
  await userEvent.keyboard('{Enter}')
  await expect.element(choice('Interpreter')).toBeVisible()
  expect(api.sent.at(-1)).toMatchObject({ method: 'PUT', body: { name: 'Interpreter', system: 'Translate.' } })

  await openMenu('Interpreter')
  await page.getByRole('menuitem', { name: 'Replace with current prompt' }).click()
  await expect.element(choice('Interpreter')).toHaveAttribute('aria-current', 'true')
  await undo().click()
  await expect.element(choice('Interpreter')).toHaveAttribute('aria-current', 'false')
  expect(api.presets.find(({ name }) => name === 'Interpreter')?.system).toBe('Translate.')

  await openMenu('Interpreter')
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect.element(choice('Interpreter')).not.toBeInTheDocument()
  await expect.element(choice('Reviewer')).toHaveFocus()
  await undo().click()
  await expect.element(choice('Interpreter')).toBeVisible()
  expect(api.presets.find(({ name }) => name === 'Interpreter')?.system).toBe('Translate.')
})

test('an Escape in the field for a name leaves the name, and the list open', async () => {
  const api = await showPresets()
  await openMenu('Reviewer')
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'New name of Reviewer' }).fill('Other')
  await userEvent.keyboard('{Escape}')
  await expect.element(choice('Reviewer')).toBeVisible()
  await expect.element(dialog().getByRole('button', { name: 'Actions for Reviewer' })).toHaveFocus()
  expect(api.sent).toEqual([])
})

test('whoever may only read chooses, and sees what is locked and why', async () => {
  await showPresets({ text: 'Be brief.', role: 'viewer' })
  await expect.element(dialog().getByRole('button', { name: 'Save preset needs operator' })).toBeDisabled()
  await dialog().getByRole('button', { name: 'Actions for Reviewer' }).click()
  for (const name of ['Rename', 'Replace with current prompt', 'Delete'])
    await expect
      .element(page.getByRole('menuitem', { name: `${name} needs operator` }))
      .toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Escape}')
  await choice('Reviewer').click()
  await expect.element(text()).toHaveValue('Find bugs.')
})

test('a name is text, whatever it holds, and the row stays in the list', async () => {
  const hostile = `<img src=x onerror=alert(1)> ${'W'.repeat(30)}`
  await showPresets({ more: [presetOf('h', hostile, '<b>x</b>')] })
  await expect.element(choice('<img src=x onerror')).toBeVisible()
  const list = dialog().getByRole('list').element()
  expect(list.querySelector('img, b')).toBeNull()
  expect(list.scrollWidth).toBe(list.clientWidth)
})

test('many are searched, by name and by text', async () => {
  await showPresets({
    more: Array.from({ length: 98 }, (_, index) => presetOf(`${index}`, `P${index}`, `Text ${index}`)),
  })
  const search = dialog().getByRole('textbox', { name: 'Search presets' })
  await search.fill('text 42')
  await expect.element(choice('P42')).toBeVisible()
  await expect.element(choice('P41')).not.toBeInTheDocument()
  await search.fill('nothing like it')
  await expect.element(dialog().getByText('No matching presets')).toBeVisible()
})
