import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { putAway } from './in-outage.ts'
import { own, row, sessionOf, showSessions } from './show-sessions.tsx'

const laptop = sessionOf('laptop', { key_id: 'key:a', browser: 'Safari 18 on iPad', address: '2001:db8::1' })
const names = { 'key:a': 'work laptop' }
const signOut = (which: string) => page.getByRole('button', { name: `Sign out ${which}` })

test('the table tells which browser, whose, when it was seen and from where; this one stands first', async () => {
  await showSessions({ sessions: [laptop, sessionOf('old', { browser: null, address: null }), own()], names })
  const rows = page.getByRole('row')
  await expect.element(rows.nth(1)).toMatchTextContent(/Chrome 142 on macOSThis browserAPI_KEY_ADMINJust now/)
  await expect.element(row('iPad')).toMatchTextContent(/Safari 18 on iPadwork laptop3 hours ago2001:db8::13 days ago/)
  await expect.element(row('Unknown browser')).toMatchTextContent(/API_KEY_ADMIN3 hours ago3 days ago/)
  await expect.element(page.getByText('3 sessions', { exact: true })).toBeVisible()
})

test('a browser is signed out, also one that has left meanwhile; the focus stays in the list', async () => {
  const { api, problem } = await showSessions({ sessions: [own(), sessionOf('gone'), laptop], names })
  api.refusals.set('gone', () => problem(404, 'sign_in_not_found', 'This browser is not signed in.'))
  await signOut('Safari 18 on iPad of work laptop').click()
  await expect.element(row('iPad')).not.toBeInTheDocument()
  expect(api.ended).toEqual(['laptop'])
  await expect.element(signOut('Firefox 145 on Windows of API_KEY_ADMIN')).toHaveFocus()
  api.sessions = [own()]
  await signOut('Firefox 145 on Windows of API_KEY_ADMIN').click()
  await expect.element(row('Firefox')).not.toBeInTheDocument()
  await expect.element(page.getByText('Firefox 145 on Windows signed out')).toBeVisible()
})

test('a browser that could not be signed out stays in the list, with the reason', async () => {
  const { api, problem } = await showSessions({ sessions: [own(), laptop], names })
  api.refusals.set('laptop', () => problem(503, 'storage_unavailable', 'The disk is full.'))
  await signOut('Safari 18 on iPad of work laptop').click()
  await expect.element(page.getByText('Safari 18 on iPad not signed out').first()).toBeVisible()
  await expect.element(page.getByText('The disk is full.').first()).toBeVisible()
  await expect.element(row('iPad')).toBeVisible()
})

test('signing out this browser leads to the sign-in, which has no more to explain', async () => {
  const { api } = await showSessions({ sessions: [own(), laptop], names })
  await signOut('Chrome 142 on macOS of API_KEY_ADMIN').click()
  await expect.element(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect.element(page.getByText('You were signed out.')).not.toBeInTheDocument()
  expect(api.ended).toEqual(['this browser'])
})

test('whoever is signed out elsewhere is told on the way to the sign-in', async () => {
  const { api, client } = await showSessions({ sessions: [own()] })
  await expect.element(row('Chrome')).toBeVisible()
  api.isSignedIn = false
  await client.invalidateQueries({ queryKey: ['session'] })
  await expect.element(page.getByText('You were signed out.')).toBeVisible()
})

test('all others are signed out at once, after a question that names their keys; a failure is told there', async () => {
  const { api, problem } = await showSessions({ sessions: [own(), laptop, sessionOf('other')], names })
  api.refusals.set('other', () => problem(503, 'storage_unavailable', 'The disk is full.'))
  await page.getByRole('button', { name: 'Sign out 2 others' }).click()
  const ask = page.getByRole('dialog', { name: 'Sign out 2 sessions?' })
  await expect.element(ask).toMatchTextContent(/Of work laptop, API_KEY_ADMIN.*This one stays signed in/)
  expect(api.ended).toEqual([])
  await ask.getByRole('button', { name: 'Sign out 2' }).click()
  const again = page.getByRole('dialog', { name: 'Sign out 1 session?' })
  await expect.element(again.getByRole('alert')).toMatchTextContent('The disk is full.')
  expect(api.ended).toEqual(['laptop'])
  api.refusals.clear()
  await again.getByRole('button', { name: 'Sign out 1' }).click()
  await expect.element(again).not.toBeInTheDocument()
  expect(api.ended).toEqual(['laptop', 'other'])
  await expect.element(row('Chrome')).toBeVisible()
  await expect.element(page.getByRole('button', { name: /others?$/ })).not.toBeInTheDocument()
})

test('the list is narrowed to a key or what is typed, and only what is shown is signed out', async () => {
  const many = Array.from({ length: 300 }, (_, index) => sessionOf(`${index}`, { address: `10.0.0.${index}` }))
  const { api, router } = await showSessions({ sessions: [own(), ...many, laptop], names })
  await expect.element(page.getByText('302 sessions', { exact: true })).toBeVisible()
  expect(document.querySelectorAll('[role=row]').length).toBeLessThan(80)
  await page.getByRole('textbox', { name: 'Filter by browser, key or address' }).fill('WORK')
  await page.getByRole('button', { name: 'Sign out 1 other' }).click()
  await page.getByRole('button', { name: 'Sign out 1', exact: true }).click()
  await expect.poll(() => api.ended).toEqual(['laptop'])
  await expect.element(page.getByText('No matching sessions')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.element(row('Chrome')).toBeVisible()
  expect(router.state.location.search).toEqual({})
})

test('the account menu leads to the sessions of the own key', async () => {
  await showSessions({ sessions: [own(), laptop], names, path: '/admin/keys' })
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Your sessions' }).click()
  await expect.element(row('Chrome')).toBeVisible()
  await expect.element(row('iPad')).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Your key 1' }).click()
  await expect.element(row('iPad')).toBeVisible()
})

test.each([
  ['none', 'On this machine no key is needed, so no browser has to sign in.'],
  ['key', 'This browser keeps no cookies: it is signed in only for as long as this tab is open.'],
] as const)('that nobody is signed in says why, to who is recognised by %s', async (via, words) => {
  await showSessions({ session: { via, ...(via === 'none' && { key_id: null }) } })
  await expect.element(page.getByText(words)).toBeVisible()
})

test('where the list cannot be read, it can be tried again', async () => {
  const { api, problem, client } = await showSessions({ sessions: [own()] })
  await expect.element(row('Chrome')).toBeVisible()
  api.refuse = () => problem(503, 'storage_unavailable', 'The disk is gone.')
  await client.resetQueries({ queryKey: ['sessions'] }).catch(() => undefined)
  await expect.element(page.getByText('The disk is gone.')).toBeVisible()
  api.refuse = null
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(row('Chrome')).toBeVisible()
})

test('while the dashboard is away the list stays, and nobody can be signed out', async () => {
  const { client } = await showSessions({ sessions: [own(), laptop], names })
  await expect.element(row('iPad')).toBeVisible()
  putAway(client, 'dashboard')
  await expect.element(signOut('Safari 18 on iPad of work laptop')).toBeDisabled()
  await expect.element(page.getByRole('button', { name: 'Sign out 1 other' })).toBeDisabled()
})

test('on a phone each browser is a card, with the rest behind it', async () => {
  await page.viewport(390, 844)
  const { api } = await showSessions({ sessions: [own(), laptop], names })
  await page.getByRole('button', { name: /^Safari 18 on iPad/ }).click()
  await expect.element(page.getByText('2001:db8::1')).toBeVisible()
  await signOut('Safari 18 on iPad of work laptop').click()
  await expect.poll(() => api.ended).toEqual(['laptop'])
  await page.viewport(1280, 800)
})
