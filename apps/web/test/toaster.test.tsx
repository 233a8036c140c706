import { ApiError } from '@ollama-dashboard/client'
import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { SelectionBar } from '../src/features/models/list/selection-bar.tsx'
import { notify } from '../src/lib/notices.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { setEdits } from '../src/lib/settings-drafts.ts'
import { Toaster } from '../src/parts/notices/toaster.tsx'
import '../src/styles.css'
import { availableModel, sessionOf } from './fixtures.ts'
import { field, name, saveButton, show } from './show-settings.tsx'
import { showWith } from './show-with.tsx'

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

const shown = () =>
  [...document.querySelectorAll('[role$=dialog]:not([data-ending-style])')].filter(
    (one) => getComputedStyle(one).display !== 'none',
  )

test('several of one kind are one notice that counts them, and takes all of them back, the newest first', async () => {
  const undone: string[] = []
  await render(<Toaster />)
  for (const name of ['first', 'second', 'third']) {
    const run = async () => void undone.push(name)
    notify({ kind: 'ok', title: `“${name}” deleted`, topic: 'delete', undo: { label: 'Undo', run } })
  }
  await expect.element(page.getByText('“third” deleted').first()).toBeVisible()
  await expect.element(page.getByText('And 2 more.').first()).toBeVisible()
  await expect.poll(() => shown().length).toBe(1)
  await page.getByRole('button', { name: 'Undo (all 3)' }).click()
  await expect.poll(() => undone).toEqual(['third', 'second', 'first'])
  // What comes later is counted anew.
  notify({ kind: 'ok', title: '“fourth” deleted', topic: 'delete' })
  await expect.element(page.getByText('“fourth” deleted').first()).toBeVisible()
  await expect.poll(() => shown().map(({ textContent }) => textContent)).toEqual(['“fourth” deleted'])
})

test('the same news twice is not counted, and of failures all can be quoted', async () => {
  await render(<Toaster />)
  for (let time = 0; time < 2; time += 1) notify({ kind: 'ok', title: 'Name copied' })
  await expect.element(page.getByText('Name copied').first()).toBeVisible()
  await expect.poll(() => shown().map(({ textContent }) => textContent)).toEqual(['Name copied'])

  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  for (const name of ['one', 'two'])
    notify({
      kind: 'broken',
      title: `${name} did not stop`,
      topic: 'stop',
      error: new Error(`Ollama fell over ${name}.`),
    })
  await page.getByText('Copy details').first().click()
  await expect.poll(() => writeText.mock.lastCall).toEqual(['Ollama fell over two.\nOllama fell over one.'])
})

test('what was told before the page was left is not counted later', async () => {
  const first = await render(<Toaster />)
  notify({ kind: 'ok', title: 'One deleted', topic: 'delete' })
  await expect.element(page.getByText('One deleted').first()).toBeVisible()
  await first.unmount()
  await render(<Toaster />)
  notify({ kind: 'ok', title: 'Two deleted', topic: 'delete' })
  await expect.poll(() => shown().map(({ textContent }) => textContent)).toEqual(['Two deleted'])
})

test('two are shown at once, the newest', async () => {
  await render(<Toaster />)
  for (const title of ['One', 'Two', 'Three']) notify({ kind: 'ok', title })
  await expect.element(page.getByText('Three').first()).toBeVisible()
  await expect.poll(() => shown().map(({ textContent }) => textContent)).toEqual(['Three', 'Two'])
})

test('a notice lies above the bar of what is selected', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  const bar = (
    <SelectionBar
      models={[availableModel('a:1b', { is_running: true })]}
      onDelete={() => undefined}
      onClear={() => undefined}
    />
  )
  await showWith(
    client,
    <>
      {bar}
      <Toaster />
    </>,
  )
  const selected = page.getByRole('region', { name: 'Selected models' })
  await expect.element(selected).toBeVisible()
  notify({ kind: 'ok', title: 'a:1b pinned' })
  await expect.element(page.getByText('a:1b pinned').first()).toBeVisible()
  const { height, bottom } = getComputedStyle(selected.element())
  const free = innerHeight - Number.parseFloat(height) - Number.parseFloat(bottom)
  expect(shown()[0]?.getBoundingClientRect().bottom).toBeLessThanOrEqual(free)
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
