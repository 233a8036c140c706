import { ApiError } from '@ollama-dashboard/client'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { setEdits } from '../src/features/models/settings/settings-drafts.ts'
import { notify } from '../src/lib/notices.ts'
import { Toaster } from '../src/parts/toaster.tsx'
import '../src/styles.css'
import { field, name, saveButton, show } from './show-settings.tsx'

test('a success says how long it took; a failure says why, what helps, and can be dismissed', async () => {
  await render(<Toaster />)
  notify({ kind: 'ok', title: 'llama3.2:3b is loaded.', seconds: 3.8 })
  await expect.element(page.getByText('In 3.8 s')).toBeVisible()

  const error = new ApiError({
    type: 'about:blank',
    title: 'Ollama is unreachable',
    status: 503,
    code: 'ollama_unreachable',
    detail: 'Ollama at 127.0.0.1:11434 refused the connection.',
    hint: 'Start it with ollama serve.',
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  })
  notify({ kind: 'broken', title: 'qwen3:14b did not start', error })
  const reason = 'Ollama at 127.0.0.1:11434 refused the connection. Start it with ollama serve.'
  // Said at once to whoever cannot see it.
  await expect.element(page.getByRole('alert')).toHaveTextContent(`qwen3:14b did not start${reason}`)
  const shown = page.getByText(reason).first()
  await expect.element(shown).toBeVisible()
  await page.getByLabelText('Dismiss').first().click()
  await expect.element(shown).not.toBeInTheDocument()
})

test('a notice lies above a bar at the bottom, whose buttons stay in reach', async () => {
  setEdits(name, {})
  await show()
  await field('Temperature').fill('1.5')
  await expect.element(saveButton()).toBeVisible()
  notify({ kind: 'ok', title: 'qwen3:14b is pinned.' })
  const notice = page.getByText('qwen3:14b is pinned.').first()
  await expect.element(notice).toBeVisible()
  const bottom = notice.element().closest('[role=dialog]')?.getBoundingClientRect().bottom
  expect(bottom).toBeLessThan(saveButton().element().closest('footer')?.getBoundingClientRect().top ?? 0)
  setEdits(name, {})
})
