import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { isSendKey } from '../src/features/chat/composer/composer-keys.ts'

function Field() {
  const [sent, setSent] = useState(0)
  return (
    <>
      <textarea aria-label="Message" onKeyDown={(event) => isSendKey(event) && setSent(sent + 1)} />
      <output>{sent} sent</output>
    </>
  )
}

test('Enter sends, but not the one that ends a composition, however a browser tells of it', async () => {
  await render(<Field />)
  const field = page.getByRole('textbox', { name: 'Message' })
  const press = (more: KeyboardEventInit) =>
    field.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...more }))
  press({ isComposing: true })
  // Safari has ended the composition by then.
  press({ keyCode: 229 } as KeyboardEventInit)
  await expect.element(page.getByText('0 sent')).toBeVisible()
  await userEvent.type(field, '{Enter}')
  await expect.element(page.getByText('1 sent')).toBeVisible()
})
