import type { BrowserSession } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { model } from './chat-set-up.ts'
import { bearer, ownPage, setUp } from './keys-set-up.ts'
import { keyOf } from './support.ts'

type Api = Awaited<ReturnType<typeof setUp>>

const url = '/api/sessions'

const listFor = async ({ app }: Api, headers: Record<string, string>): Promise<BrowserSession[]> =>
  (await app.inject({ url, headers })).json().sessions

/** Signs a browser in, and resolves with its cookie and the public id of its session. */
async function signedIn(api: Api, key: string) {
  const cookie = await api.signIn(key)
  const own = (await listFor(api, { cookie })).find(({ is_current }) => is_current)
  return { cookie, id: own?.id ?? '' }
}

const end = ({ app }: Api, id: string, headers: Record<string, string>) =>
  app.inject({ method: 'DELETE', url: `${url}/${id}`, headers: { ...ownPage, ...headers } })

test('a browser sees those of its key and knows itself; nothing of a token or key can be read', async () => {
  const api = await setUp()
  const laptop = await api.create('Laptop', 'viewer')
  const [first, second] = [await signedIn(api, laptop.key), await signedIn(api, laptop.key)]
  await signedIn(api, keyOf('operator'))
  const listed = await listFor(api, { cookie: first.cookie })
  expect(listed.map(({ id, key_id, is_current }) => [id, key_id, is_current])).toEqual(
    expect.arrayContaining([
      [first.id, laptop.id, true],
      [second.id, laptop.id, false],
    ]),
  )
  expect(listed).toHaveLength(2)
  expect(listed[0]).toMatchObject({ browser: 'lightMyRequest', address: '127.0.0.1' })
  expect(await listFor(api, bearer(keyOf('admin')))).toHaveLength(3)
  const token = first.cookie.split('=')[1] ?? ''
  const all = JSON.stringify(listed)
  for (const secret of [token, laptop.key]) expect(all).not.toContain(secret)
})

test('a browser that is signed out by another loses its event stream and its reply at once, and is asked for a key', async () => {
  const api = await setUp()
  const { key } = await api.create('Laptop')
  const [lost, own] = [await signedIn(api, key), await signedIn(api, key)]
  await api.admin.models.start({ params: { model } })
  api.simulator.setSpeed(0)
  const stream = await api.listen({ cookie: lost.cookie })
  const staying = await api.listen({ cookie: own.cookie })
  const reply = fetch(`${api.baseUrl}/api/chat`, {
    method: 'POST',
    headers: { cookie: lost.cookie, 'content-type': 'application/json', ...ownPage },
    body: JSON.stringify({ model, prompt: 'Write 500 words' }),
  })
  const asked = () => api.simulator.requests.findLast(({ path }) => path === '/api/chat')
  await expect.poll(() => asked()).toBeTruthy()
  expect((await end(api, lost.id, { cookie: own.cookie })).json()).toEqual({ success: true, message: 'Signed out.' })
  expect(await stream.ended).toMatch(/^event: snapshot\n/)
  expect(await (await reply).text()).toContain('The session has ended.')
  await expect.poll(() => asked()?.aborted).toBe(true)
  expect((await api.session({ cookie: lost.cookie })).json()).toMatchObject({ role: null })
  await api.create('Desktop')
  await api.app.close()
  expect(await staying.ended).toContain('Desktop')
})

test('the session of another key is not there, except for an admin', async () => {
  const api = await setUp()
  const { key } = await api.create('Laptop')
  const { cookie, id } = await signedIn(api, key)
  expect((await end(api, id, bearer(keyOf('operator')))).json()).toMatchObject({
    status: 404,
    code: 'sign_in_not_found',
  })
  expect((await api.session({ cookie })).json()).toMatchObject({ role: 'operator' })
  expect((await end(api, id, bearer(keyOf('admin')))).statusCode).toBe(200)
  expect((await api.session({ cookie })).json()).toMatchObject({ role: null })
})

test('where no key is needed, nobody is signed in', async () => {
  const api = await setUp({ acceptedKeys: null })
  await api.signIn(keyOf('admin'))
  const answer = await api.app.inject({ url, headers: { host: 'localhost' } })
  expect(answer.json()).toEqual({ sessions: [] })
})
