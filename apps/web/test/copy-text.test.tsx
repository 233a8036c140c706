import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { CopyButton } from '../src/ui/copy-button.tsx'
import { Dialog } from '../src/ui/dialog.tsx'

// As a page over plain http has it.
beforeEach(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }))
afterEach(() => Reflect.deleteProperty(navigator, 'clipboard'))

test('copies where the page has no clipboard, out of a dialog too, and leaves the focus where it was', async () => {
  await render(
    <Dialog onClose={() => undefined} title="What went wrong">
      <CopyButton text={'two\nlines'}>Copy details</CopyButton>
      <textarea aria-label="Paste here" />
    </Dialog>,
  )
  const button = page.getByRole('button', { name: 'Copy details' })
  await expect.element(button).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('button', { name: 'Copied' })).toHaveFocus()
  expect(document.querySelectorAll('textarea')).toHaveLength(1)

  const field = page.getByRole('textbox', { name: 'Paste here' })
  await userEvent.tab()
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('{Control>}v{/Control}')
  await expect.element(field).toHaveValue('two\nlines')
})
