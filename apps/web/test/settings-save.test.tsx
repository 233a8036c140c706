import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { setEdits } from '../src/lib/settings-drafts.ts'
import { entry, field, name, saveButton, show } from './show-settings.tsx'

/** What the API is sent, and what it answers: a status and a body. */
let sent: { readonly url: string; readonly body: unknown; readonly ifMatch: string | null }[] = []
let answer: readonly [number, unknown] = [200, entry]
/** What is saved by now, if it is not what the form was opened with: the API then asks for its version. */
let savedSince: SettingsEntry | null = null
/** Lets the API answer; until then it takes its time. */
let release = Promise.resolve()

beforeEach(() => {
  sent = []
  release = Promise.resolve()
  savedSince = null
  setEdits(name, {})
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const ifMatch = new Headers(init.headers).get('if-match')
    if (init.method !== 'GET') sent.push({ url, body: JSON.parse(String(init.body ?? 'null')), ifMatch })
    if (init.method !== 'GET') await release
    const isStale = savedSince !== null && ifMatch !== '"since"'
    const [status, body] =
      init.method === 'GET' ? [200, savedSince ?? entry] : isStale ? [412, changedMeanwhile] : answer
    const etag = savedSince ? '"since"' : '"opened"'
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', etag } })
  })
})
afterEach(() => vi.unstubAllGlobals())

const changedMeanwhile = {
  status: 412,
  code: 'precondition_failed',
  title: 'Changed in the meantime',
  detail: 'The settings were changed by someone else.',
  trace_id: 'a',
}
const unavailable = {
  status: 503,
  code: 'storage_unavailable',
  title: 'Full',
  detail: 'The disk is full.',
  trace_id: 'abcdef0123456789',
}
const refusal = [
  400,
  {
    status: 400,
    code: 'validation_failed',
    title: 'Not valid',
    detail: 'Not valid',
    trace_id: 'a',
    errors: [{ path: '/body/temperature', message: 'must be at most 1' }],
  },
] as const

test('only what was changed is sent, and the model restarted where it has to be', async () => {
  await show()
  await field('Context length').fill('32768')
  await field('Temperature').fill('')
  await expect.element(page.getByText('Context length needs a restart.')).toBeVisible()
  answer = [200, { ...entry, settings: { num_ctx: 32_768 } }]
  await page.getByRole('button', { name: 'Save and restart' }).click()
  await expect.poll(() => sent.length).toBe(2)
  expect(sent[0]).toEqual({
    url: '/api/models/settings/qwen3%3A14b',
    body: { num_ctx: 32_768, temperature: null },
    ifMatch: null,
  })
  expect(sent[1]?.url).toBe('/api/models/restart/qwen3%3A14b?wait=false')
  await expect.element(page.getByText('unsaved', { exact: false })).not.toBeInTheDocument()
})

test('a model that is not loaded is saved alone', async () => {
  await show({ isLoaded: false })
  await field('Context length').fill('32768')
  await expect.element(saveButton()).toBeEnabled()
  await expect.element(page.getByRole('button', { name: 'Save and restart' })).not.toBeInTheDocument()
})

test('what the API refuses has the focus then, and stands beside its field until that is another', async () => {
  await show()
  await field('Temperature').fill('1.5')
  answer = refusal
  saveButton().element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Must be at most 1.')).toBeVisible()
  await expect.element(field('Temperature')).toHaveFocus()
  await expect.element(saveButton()).toBeDisabled()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  await field('Temperature').fill('1')
  await expect.element(saveButton()).toBeEnabled()
})

test('any other failure is told above the buttons, and nothing typed is lost', async () => {
  await show()
  await field('Temperature').fill('1')
  answer = [503, unavailable]
  await saveButton().click()
  await expect.element(page.getByRole('alert').getByText('The disk is full.')).toBeVisible()
  await expect.element(field('Temperature')).toHaveValue('1')
})

test('undoing a save leaves alone what somebody else saved meanwhile', async () => {
  await show()
  await field('Temperature').fill('1')
  answer = [200, { ...entry, settings: { ...entry.settings, temperature: 1, top_k: 12 } }]
  await saveButton().click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([{ temperature: 1 }, { temperature: 0.8 }])
})

test('what somebody else saved meanwhile stays, where it is another field', async () => {
  await show()
  await field('Temperature').fill('1')
  savedSince = { ...entry, settings: { ...entry.settings, top_k: 12 } }
  answer = [200, { ...savedSince, settings: { ...savedSince.settings, temperature: 1 } }]
  await saveButton().click()
  await expect.element(page.getByText(`Settings of ${name} saved`)).toBeVisible()
  expect(sent.map(({ body }) => body)).toEqual([{ temperature: 1 }, { temperature: 1 }])
  await expect.element(field('Top k')).toHaveValue('12')
})

test('what somebody else saved meanwhile for the same field is told, and not replaced', async () => {
  await show()
  await field('Temperature').fill('1')
  savedSince = { ...entry, settings: { ...entry.settings, temperature: 0.3 } }
  await saveButton().click()
  await expect.element(page.getByText('Changed by someone else while you edited: 0.3.')).toBeVisible()
  await expect.element(page.getByText('Temperature was changed by someone else.')).toBeVisible()
  await expect.element(field('Temperature')).toHaveValue('1')
  expect(sent).toHaveLength(1)
  answer = [200, { ...entry, settings: { ...entry.settings, temperature: 1 } }]
  await page.getByRole('button', { name: 'Keep my Temperature' }).click()
  await saveButton().click()
  await expect.element(page.getByText(`Settings of ${name} saved`)).toBeVisible()
})

test('undoing a save leaves alone what somebody else saved over it', async () => {
  await show()
  await field('Temperature').fill('1')
  answer = [200, { ...entry, settings: { ...entry.settings, temperature: 1 } }]
  await saveButton().click()
  await expect.element(page.getByText(`Settings of ${name} saved`)).toBeVisible()
  savedSince = { ...entry, settings: { ...entry.settings, temperature: 0.3 } }
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect
    .element(page.getByText(`Not undone: the settings of ${name} were changed meanwhile`).first())
    .toBeVisible()
  expect(sent).toHaveLength(2)
})

test('a reset replaces nothing that somebody else saved meanwhile', async () => {
  await show()
  await field('Temperature').fill('1')
  answer = [200, { ...entry, settings: { ...entry.settings, temperature: 1 } }]
  await saveButton().click()
  await expect.poll(() => sent).toHaveLength(1)
  savedSince = { ...entry, settings: { ...entry.settings, temperature: 0.3 } }
  await page.getByRole('button', { name: 'Reset to recommended' }).first().click()
  const confirm = page.getByRole('button', { name: 'Reset', exact: true })
  await expect.element(confirm).toBeVisible()
  confirm.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('alert').getByText('The settings were changed by someone else.')).toBeVisible()
  expect(sent[1]).toMatchObject({ url: '/api/models/settings/qwen3%3A14b/reset', ifMatch: '"opened"' })
})

test('the focus stays on Save while it saves, and where it fails', async () => {
  await show()
  await field('Temperature').fill('1')
  const { promise, resolve } = Promise.withResolvers<void>()
  release = promise
  answer = [503, unavailable]
  saveButton().element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('button', { name: 'Saving…' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  resolve()
  await expect.element(page.getByRole('alert')).toBeVisible()
  await expect.element(saveButton()).toHaveFocus()
  expect(sent).toHaveLength(1)
})

test('what is saved after the form was closed is not asked for when one leaves', async () => {
  const { unmount } = await show()
  await field('Temperature').fill('1')
  const { promise, resolve } = Promise.withResolvers<void>()
  release = promise
  answer = [200, { ...entry, settings: { ...entry.settings, temperature: 1 } }]
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => sent).toHaveLength(1)
  await unmount()
  const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(isAsked()).toBe(true)
  resolve()
  await expect.poll(isAsked).toBe(false)
})
