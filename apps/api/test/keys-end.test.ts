import { once } from 'node:events'
import { get } from 'node:http'
import type { ServerSentEvent } from '@ollama-dashboard/contracts'
import type { FastifyReply } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../../packages/core/test/fake-clock.ts'
import { sendEvents } from '../src/http/answers/server-sent-events.ts'
import { RequestContext } from '../src/http/request-context.ts'
import { model } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'
import { bearer, ownPage, setUp } from './keys-set-up.ts'
import { serve, testApp } from './support.ts'

type Api = Awaited<ReturnType<typeof setUp>>

/** How a key can end, or come to do less; `why` is what its holder is told. */
const endings = [
  {
    how: 'revoked',
    why: 'The key was revoked.',
    end: ({ admin }: Api, id: string) => admin.keys.revoke({ params: { id } }),
  },
  {
    how: 'replaced without grace',
    why: 'The key was replaced by a new one.',
    end: ({ admin }: Api, id: string) => admin.keys.rotate({ params: { id } }),
  },
  {
    how: 'given a lower role',
    why: 'The key may do less than before.',
    end: ({ admin }: Api, id: string) => admin.keys.update({ params: { id }, body: { role: 'viewer' } }),
  },
]

const aborted = ({ simulator }: Api) => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted

/** A reply that stops in the middle until its caller is shut out. */
async function begun(api: Api) {
  await api.admin.models.start({ params: { model } })
  api.simulator.setSpeed(1)
}

async function untilPart(events: AsyncIterable<ServerSentEvent>, part: number) {
  for await (const { id = '' } of events) if (Number(id) >= part) return
}

test.each(endings)('event streams of a key and of its sessions end at once when it is $how', async ({ end }) => {
  const api = await setUp()
  const [{ id, key }, other] = [await api.create('Laptop'), await api.create('Desktop')]
  const cookie = await api.signIn(key)
  const streams = [await api.listen(bearer(key)), await api.listen({ cookie })]
  const staying = await api.listen(bearer(other.key))
  expect([...streams, staying].map(({ status }) => status)).toEqual([200, 200, 200])
  await end(api, id)
  for (const { ended } of streams) expect(await ended).toMatch(/^event: snapshot\n/)
  expect((await api.session({ cookie })).json()).toMatchObject({ role: null })
  await api.admin.presets.create({ body: { name: 'Tutor', system: 'Explain.' } })
  await api.app.close()
  expect(await staying.ended).toContain('event: presets.changed')
})

test.each(endings)('a reply ends at once when its key is $how, and is kept with the reason', async ({ end, why }) => {
  const api = await setUp()
  const { id, key } = await api.create('Laptop')
  await begun(api)
  const laptop = api.clientOf(key)
  await laptop.conversations.save({ body: { id: 'mine', model, messages: [] } })
  const lines = laptop.chat.send({ body: { model, prompt: 'Write 500 words', session_id: 'mine' } })
  const iterator = lines[Symbol.asyncIterator]()
  await iterator.next()
  api.simulator.setSpeed(0)
  await end(api, id)
  const failure = await failureOf(
    (async () => {
      while (!(await iterator.next()).done);
    })(),
  )
  expect(failure).toMatchObject({ code: 'unauthorized', problem: { detail: why } })
  await expect.poll(() => aborted(api)).toBe(true)
  const kept = () => api.admin.conversations.get({ params: { id: 'mine' } })
  await expect
    .poll(async () => (await kept()).messages)
    .toMatchObject([{ role: 'user' }, { role: 'assistant', interrupted: true, error: 'unauthorized' }])
})

test.each(endings)('a reply that goes on without its caller ends too when its key is $how', async ({ end, why }) => {
  const api = await setUp()
  const { id, key } = await api.create('Laptop')
  await begun(api)
  const laptop = api.clientOf(key)
  const { id: chat } = await laptop.conversations.save({ body: { model, messages: [] } })
  await laptop.chat.send({ body: { model, prompt: 'Write 500 words', session_id: chat, detached: true } })
  await untilPart(laptop.conversations.followReply({ params: { id: chat } }), 3)
  api.simulator.setSpeed(0)
  const following = api.admin.conversations.followReply({ params: { id: chat } })
  await end(api, id)
  const failure = await failureOf(untilPart(following, Number.POSITIVE_INFINITY))
  expect(failure).toMatchObject({ code: 'unauthorized', problem: { detail: why } })
  await expect.poll(() => aborted(api)).toBe(true)
  expect(await api.admin.conversations.get({ params: { id: chat } })).toMatchObject({
    is_replying: false,
    messages: [{ role: 'user' }, { role: 'assistant', interrupted: true, error: 'unauthorized' }],
  })
})

test('a key that expires loses what it holds open, and so does a replaced one when its grace ends', async () => {
  const clock = fakeClock()
  const api = await setUp({ clock })
  const expiring = await api.create('Guest', 'viewer', '2026-01-01T02:00:00Z')
  const { id, key } = await api.create('Laptop')
  const cookie = await api.signIn(key)
  const streams = [await api.listen(bearer(key)), await api.listen({ cookie })]
  const guest = await api.listen(bearer(expiring.key))
  const fresh = await api.admin.keys.rotate({ params: { id }, body: { grace_seconds: 3600 } })
  await clock.advance(3_599_000)
  for (const headers of [bearer(key), bearer(fresh.key), { cookie }, bearer(expiring.key)]) {
    expect((await api.session(headers)).json().role).not.toBeNull()
  }
  await clock.advance(1000)
  for (const { ended } of streams) expect(await ended).toMatch(/^event: snapshot\n/)
  for (const headers of [bearer(key), { cookie }]) expect((await api.session(headers)).json().role).toBeNull()
  expect((await api.session(bearer(fresh.key))).json()).toMatchObject({ role: 'operator', key_id: id })
  await clock.advance(3_600_000)
  await guest.ended
  expect((await api.session(bearer(expiring.key))).json().role).toBeNull()
})

test('a reader that stopped reading is cut off when its key is revoked', async () => {
  const { core, create, admin } = await setUp()
  const { id, key } = await create('Laptop')
  const { app } = await testApp({ core })
  const answers: FastifyReply['raw'][] = []
  app.get('/flood', { config: { permission: 'models.running', route: '/flood' } }, (request, reply) => {
    answers.push(reply.raw)
    const { signal } = new RequestContext(request, reply, true).context
    async function* flood() {
      // More than the buffers of a socket hold.
      yield { event: 'one', data: 'x'.repeat(64_000_000) }
      await once(signal, 'abort')
    }
    return sendEvents(reply, request, flood())
  })
  const url = `${await serve(app)}/flood`
  const reader = get(url, { agent: false, headers: bearer(key) })
  onTestFinished(() => void reader.destroy())
  reader.on('response', (answer) => answer.on('error', () => undefined))
  await expect.poll(() => answers[0]?.writableNeedDrain).toBe(true)
  await admin.keys.revoke({ params: { id } })
  await expect.poll(() => answers[0]?.closed).toBe(true)
})

test('what arrives slowly is not acted upon for a key that was revoked meanwhile', async () => {
  const api = await setUp()
  const { id, key } = await api.create('Laptop')
  const body = new TransformStream<Uint8Array, Uint8Array>()
  const writer = body.writable.getWriter()
  const headers = { ...bearer(key), 'content-type': 'application/json' }
  const sent: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body: body.readable, duplex: 'half' }
  const answer = fetch(`${api.baseUrl}/api/chat/presets`, sent)
  await writer.write(new TextEncoder().encode('{"name": "Tutor", '))
  // It was let in by then, since its use is noted.
  await expect.poll(async () => (await api.admin.keys.list()).keys.at(-1)?.last_used_at).not.toBeNull()
  await api.admin.keys.revoke({ params: { id } })
  await writer.write(new TextEncoder().encode('"system": "Explain."}'))
  await writer.close()
  expect(await (await answer).json()).toMatchObject({ status: 401, detail: 'The key was revoked.' })
  expect((await api.admin.presets.list()).presets).toEqual([])
})

test('signing out ends the event streams of that session, and no other', async () => {
  const api = await setUp()
  const { key } = await api.create('Laptop')
  const [cookie, other] = [await api.signIn(key), await api.signIn(key)]
  const [ending, staying, byKey] = [
    await api.listen({ cookie }),
    await api.listen({ cookie: other }),
    await api.listen(bearer(key)),
  ]
  await api.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie, ...ownPage } })
  expect(await ending.ended).toMatch(/^event: snapshot\n/)
  await api.create('Desktop')
  await api.app.close()
  for (const { ended } of [staying, byKey]) expect(await ended).toContain('Desktop')
})
