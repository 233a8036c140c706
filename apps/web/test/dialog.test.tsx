import { type ReactNode, useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Dialog } from '../src/ui/dialog.tsx'

function Opener({ children = <button type="button">Inside</button> }: { readonly children?: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {isOpen && (
        <Dialog onClose={() => setOpen(false)} title="A question">
          {children}
        </Dialog>
      )}
    </>
  )
}

test('keeps the focus inside, and gives it back when Escape closes it', async () => {
  await render(<Opener />)
  await page.getByRole('button', { name: 'Open' }).click()
  const dialog = page.getByRole('dialog', { name: 'A question' })
  await expect.element(dialog).toBeVisible()
  for (let turn = 0; turn < 3; turn += 1) {
    await userEvent.keyboard('{Tab}')
    expect(dialog.element().contains(document.activeElement)).toBe(true)
  }
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Open' })).toHaveFocus()
})

test('gives the focus back where a field of it took the focus at once', async () => {
  const field = (
    <input
      aria-label="Search"
      // biome-ignore lint/a11y/noAutofocus: what a picker does
      autoFocus
    />
  )
  await render(<Opener>{field}</Opener>)
  await page.getByRole('button', { name: 'Open' }).click()
  await expect.element(page.getByRole('textbox', { name: 'Search' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Open' })).toHaveFocus()
})
