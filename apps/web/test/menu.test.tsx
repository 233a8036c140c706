import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Menu, MenuItem } from '../src/ui/menu.tsx'

const renderMenu = async () => {
  const onSelect = vi.fn()
  await render(
    <Menu trigger={<button type="button">More</button>}>
      <MenuItem onSelect={() => onSelect('first')}>First</MenuItem>
      <MenuItem onSelect={() => onSelect('second')}>Second</MenuItem>
    </Menu>,
  )
  return onSelect
}
const trigger = () => page.getByRole('button', { name: 'More' })

test('opens by click, and an item runs and closes it', async () => {
  const onSelect = await renderMenu()
  await expect.element(trigger()).toHaveAttribute('aria-haspopup', 'menu')
  await trigger().click()
  await page.getByRole('menuitem', { name: 'Second' }).click()
  expect(onSelect).toHaveBeenCalledExactlyOnceWith('second')
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument()
})

test('goes by keyboard alone, and gives the focus back', async () => {
  const onSelect = await renderMenu()
  await userEvent.keyboard('{Tab}')
  await expect.element(trigger()).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('menuitem', { name: 'First' })).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('menuitem', { name: 'Second' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument()
  await expect.element(trigger()).toHaveFocus()
  expect(onSelect).not.toHaveBeenCalled()

  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('menuitem', { name: 'First' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(onSelect).toHaveBeenCalledExactlyOnceWith('first')
})
