import type { PastChange } from '@ollama-dashboard/contracts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { textsBefore } from '../src/features/models/history/past-texts.ts'
import { editsOf, setEdits } from '../src/lib/settings-drafts.ts'
import { field, name, show } from './show-settings.tsx'
import '../src/styles.css'

const at = (hour: number) => `2026-01-02T0${hour}:00:00Z`
const prompt = 'You are terse.\n'.repeat(20)

/** It ends in what is saved: a context of 16,384 and a temperature of 0.8. */
const history: PastChange[] = [
  {
    id: 4,
    at: at(4),
    actor: 'laptop',
    how: 'saved',
    changed: [{ setting: 'temperature', before: 0.5, after: 0.8 }],
  },
  {
    id: 3,
    at: at(3),
    actor: null,
    how: 'file',
    changed: [
      { setting: 'system', before: prompt, after: null },
      { setting: 'mirostat', before: 2, after: null },
    ],
  },
  { id: 2, at: at(2), actor: 'laptop', how: 'undone', changed: [{ setting: 'temperature', before: 0.8, after: 0.5 }] },
  {
    id: 1,
    at: at(1),
    actor: 'laptop',
    how: 'saved',
    changed: [
      { setting: 'temperature', before: null, after: 0.8 },
      { setting: 'num_ctx', before: null, after: 16_384 },
      { setting: 'system', before: null, after: prompt },
    ],
  },
]

beforeEach(() => setEdits(name, {}))
afterEach(() => vi.unstubAllGlobals())

const entry = (index: number) => page.getByRole('listitem').nth(index)

test('the texts of a past state are what the changes since replaced, the earliest of each setting', () => {
  expect(textsBefore(history, 1)).toEqual({ temperature: '0.5' })
  expect(textsBefore(history, 2)).toEqual({ temperature: '0.5', system: prompt })
  expect(textsBefore(history, 3)).toEqual({ temperature: '0.8', system: prompt })
  expect(textsBefore(history, 4)).toEqual({ temperature: '', num_ctx: '', system: '' })
})

test('each change says how, when and by whom, and what was before and after', async () => {
  await show({ tab: 'history', history })
  await expect.element(entry(0).getByText(/^Saved .* ago by laptop$/)).toBeVisible()
  await expect.element(entry(0).getByRole('row', { name: 'Temperature 0.5 0.8' })).toBeVisible()
  const time = entry(0).getByRole('time')
  await expect.element(time).toHaveAttribute('datetime', at(4))
  await expect.element(time).toHaveAttribute('title', expect.stringMatching(/2026/))
  await expect.element(entry(1).getByText('Changed in the settings file')).toBeVisible()
  await expect.element(entry(1).getByText('1 obsolete setting')).toBeVisible()
  await expect.element(entry(2).getByText(/^Change undone .* ago by laptop$/)).toBeVisible()
  await expect.element(entry(3).getByRole('row', { name: 'Context length Not saved 16,384' })).toBeVisible()
})

test('a long prompt is shown in part, and whole on demand', async () => {
  await show({ tab: 'history', history })
  const shown = entry(1).getByText(/^You are terse/)
  const height = () => shown.element().getBoundingClientRect().height
  const before = height()
  await entry(1).getByRole('button', { name: 'Show all' }).click()
  await expect.poll(height).toBeGreaterThan(before * 2)
  await expect.element(entry(1).getByRole('button', { name: 'Show less' })).toBeVisible()
})

test('the newest change is undone, and an earlier state restored, in the form and not saved yet', async () => {
  const { unmount } = await show({ tab: 'history', history })
  await entry(0)
    .getByRole('button', { name: /^Undo this change/ })
    .click()
  await expect.element(page.getByText('1 unsaved change')).toBeVisible()
  await expect.element(entry(0).getByText(/In the form: save to apply/)).toBeVisible()
  await entry(2)
    .getByRole('button', { name: /^Restore these/ })
    .click()
  expect(editsOf(name)).toMatchObject({ temperature: '0.5', system: prompt })
  await unmount()
  await show()
  await expect.element(field('System prompt')).toHaveValue(prompt)
  await expect.element(field('Temperature')).toHaveValue('0.5')
})

test('a state that is saved now offers nothing to restore', async () => {
  const change = (id: number, before: number, after: number): PastChange => ({
    ...{ id, at: at(id), actor: null, how: 'saved' },
    changed: [{ setting: 'temperature', before, after }],
  })
  await show({ tab: 'history', history: [change(3, 0.5, 0.8), change(2, 0.8, 0.5), change(1, 0.1, 0.8)] })
  await expect.element(entry(2).getByText('As saved now')).toBeVisible()
  await expect.element(entry(2).getByRole('button')).not.toBeInTheDocument()
  await expect.element(entry(1).getByRole('button', { name: /^Restore these/ })).toBeVisible()
})

test('earlier changes come on demand, until there are no more', async () => {
  const [newest, ...earlier] = history
  vi.stubGlobal('fetch', async (url: string) => {
    expect(url).toBe('/api/models/settings/qwen3%3A14b/history?limit=20&before=4')
    return new Response(JSON.stringify({ changes: earlier, next: null }), {
      headers: { 'content-type': 'application/json' },
    })
  })
  await show({ tab: 'history', history: newest ? [newest] : [], older: 4 })
  const more = page.getByRole('button', { name: 'Show older changes' })
  await more.click()
  await expect.element(page.getByText('Changed in the settings file', { exact: true })).toBeVisible()
  await expect.element(more).not.toBeInTheDocument()
})

test('where nothing was changed it says what will be here', async () => {
  await show({ tab: 'history' })
  await expect.element(page.getByRole('heading', { name: 'No recorded changes' })).toBeVisible()
})

test('a viewer reads all of it, and is told what restoring needs', async () => {
  await show({ tab: 'history', history, role: 'viewer' })
  await expect.element(entry(0).getByText(/^Saved .* ago by laptop$/)).toBeVisible()
  const buttons = page.getByRole('button', { name: /^(Undo this|Restore these)/ }).elements()
  expect(buttons).toHaveLength(history.length)
  for (const button of buttons) {
    expect(button).toHaveProperty('disabled', true)
    expect(button).toHaveProperty('title', 'Needs the role operator')
  }
})
