import { useState } from 'react'
import { expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { isSendKey } from '../src/features/chat/composer/composer-keys.ts'
import { leaveCompositionKeys } from '../src/lib/composition-keys.ts'

function Field() {
  const [sent, setSent] = useState(0)
  const [closed, setClosed] = useState(0)
  return (
    <>
      <textarea
        aria-label="Message"
        onKeyDown={(event) => {
          if (isSendKey(event)) setSent(sent + 1)
          if (event.key === 'Escape') setClosed(closed + 1)
        }}
      />
      <output>
        {sent} sent, {closed} closed
      </output>
    </>
  )
}

test.each([
  ['tells that it composes', { isComposing: true }],
  // It has ended the composition by then.
  ['is Safari', { keyCode: 229 } as KeyboardEventInit],
])(
  'Enter and Escape that belong to an input method mean nothing on the page, where the browser %s',
  async (_, sign) => {
    onTestFinished(leaveCompositionKeys())
    await render(<Field />)
    const field = page.getByRole('textbox', { name: 'Message' })
    for (const key of ['Enter', 'Escape'])
      field.element().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...sign }))
    await expect.element(page.getByText('0 sent, 0 closed')).toBeVisible()
    await userEvent.type(field, '{Enter}{Escape}')
    await expect.element(page.getByText('1 sent, 1 closed')).toBeVisible()
  },
)
