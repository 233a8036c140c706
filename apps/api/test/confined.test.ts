import { contract, type Endpoint } from '@ollama-dashboard/contracts'
import type { LightMyRequestResponse } from 'fastify'
import { describe, expect, test } from 'vitest'
import { namesIn } from '../src/http/names/named-in.ts'
import { howOf } from './confinement.ts'
import { endpoints } from './endpoints-of-contract.ts'
import { absent, hiddenModel, hiddenServer, marker, seenModel, setUpHidden } from './hidden-set-up.ts'

type Api = Awaited<ReturnType<typeof setUpHidden>>

interface Target {
  readonly model: string
  readonly instance?: string
  readonly id: string
}

/** What the endpoints take that a schema asks for; `model` stands for the one that is asked about. */
const bodies: Readonly<Record<string, (target: Target) => object>> = {
  'models.copy': ({ model }) => ({ source: model, destination: 'llama3.2:copy' }),
  'models.bulkStart': ({ model }) => ({ models: [seenModel, model] }),
  'models.bulkStop': ({ model }) => ({ models: [seenModel, model] }),
  'models.bulkDelete': ({ model }) => ({ models: [model] }),
  'settings.save': () => ({ temperature: 0.1 }),
  'settings.copy': ({ model }) => ({ from: seenModel, to: [model] }),
  'settings.undoApply': ({ id }) => ({ job: id }),
  'settings.import': ({ model }) => ({ [model]: { settings: { temperature: 0.9 } } }),
  'settings.migrate': ({ model }) => ({ [model]: { settings: { temperature: 0.9 } } }),
  'chat.send': ({ model, id }) => ({ model, prompt: 'Hello', session_id: id, stream: false }),
  'conversations.save': ({ model, id }) => ({ id, model, messages: [] }),
  'conversations.update': () => ({ title: 'Mine' }),
  'alerts.mute': () => ({ until: new Date(Date.now() + 3_600_000).toISOString() }),
  'conversations.import': ({ model }) => ({ sessions: [{ model, prompt: 'Hi', response: 'Ho', timestamp: 1 }] }),
}

function ask(api: Api, who: 'admin' | 'narrowed', id: string, endpoint: Endpoint, target: Target) {
  const path = endpoint.path.replace(/:(\w+)/, (_, name: string) =>
    encodeURIComponent(name === 'model' ? target.model : target.id),
  )
  const query = new URLSearchParams(target.instance === undefined ? {} : { instance: target.instance })
  if (id === 'models.plan') query.set('models', target.model)
  const payload = bodies[id]?.(target)
  const url = query.size > 0 ? `${path}?${query}` : path
  return api.app.inject({ method: endpoint.method, url, headers: api.as[who], ...(payload && { payload }) })
}

/** All of an answer that is not of its moment. */
function whole({ statusCode, headers, body }: LightMyRequestResponse): string {
  const lasting = Object.entries(headers).filter(([name]) => !/^(?:date|x-request-id|ratelimit|etag)$/.test(name))
  return JSON.stringify([statusCode, lasting, body.replace(/"trace_id":"\w+"/, '')])
}

test.each(endpoints)('$id is told to be confined as its schemas have it', ({ id, endpoint }) => {
  const { models, takesInstance } = namesIn(endpoint)
  expect(howOf(id).includes('name')).toBe(models.length > 0 || takesInstance)
  expect(howOf(id).length).toBeGreaterThan(0)
})

/** Those that follow something, or tell of the caller itself, are looked at elsewhere. */
const elsewhere = ['observability.events', 'conversations.followReply', 'session.get', 'jobs.get']
const reads = endpoints.filter(
  ({ id, endpoint }) => endpoint.method === 'GET' && !elsewhere.includes(id) && !howOf(id).includes('refused'),
)

test('what is hidden is in no answer to a caller who does not ask for it, and is in those to others', async () => {
  const api = await setUpHidden()
  const tells: string[] = []
  for (const { id, endpoint } of reads) {
    const target = { model: id === 'models.plan' ? 'qwen3:14b' : seenModel, id: 'mixed' }
    const [everything, seen] = [
      await ask(api, 'admin', id, endpoint, target),
      await ask(api, 'narrowed', id, endpoint, target),
    ]
    expect([everything.statusCode, seen.statusCode], id).toEqual([200, 200])
    if (everything.body.includes(marker)) tells.push(id)
    expect(whole(seen), id).not.toContain(marker)
  }
  // Otherwise nothing was hidden from them.
  expect(tells).toEqual([
    'models.running',
    'models.available',
    'models.activity',
    'models.plan',
    'models.residency',
    'models.memoryUsage',
    'models.info',
    'models.deletePreview',
    'settings.list',
    'settings.allRecommended',
    'settings.export',
    'conversations.list',
    'conversations.get',
    'performance.list',
    'jobs.list',
    'fleet.list',
    'observability.health',
    'observability.recentEvents',
    'metrics.performance',
    'alerts.list',
    'alerts.recent',
    'alerts.summary',
    'alerts.mutes',
    'alerts.rules',
    'timeline.list',
    'keys.list',
  ])
})

test('a search finds no chat with a hidden model', async () => {
  const { app, as } = await setUpHidden()
  const found = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/api/chat/history?q=words', headers }))
      .json()
      .sessions.map(({ id }: { id: string }) => id)
  expect((await found(as.admin)).toSorted()).toEqual(['hidden', 'seen'])
  expect(await found(as.narrowed)).toEqual(['seen'])
})

describe('a hidden', () => {
  const byName = endpoints.filter(
    ({ id, endpoint }) => namesIn(endpoint).models.length > 0 && id !== 'conversations.list',
  )
  test('model is answered as one that is not there, whatever is asked of it, and nothing is done', async () => {
    const api = await setUpHidden()
    for (const { id, endpoint } of byName) {
      const answers = []
      for (const model of [hiddenModel, absent.model]) {
        const answer = await ask(api, 'narrowed', id, endpoint, { model, id: 'seen' })
        expect([answer.statusCode, answer.json().code], id).toEqual([404, 'model_not_found'])
        answers.push(whole(answer).replaceAll(model, 'x'))
      }
      expect(answers[0], id).toBe(answers[1])
    }
    const { models } = await api.admin.models.running()
    expect(models.map(({ name, state }) => [name, state])).toContainEqual([hiddenModel, 'loaded'])
  })

  // What is refused whatever server is named tells of none.
  const onServer = endpoints.filter(
    ({ id, endpoint }) => namesIn(endpoint).takesInstance && !howOf(id).includes('refused'),
  )
  test('server is answered as one that is not there', async () => {
    const api = await setUpHidden()
    for (const { id, endpoint } of onServer) {
      const answers = []
      for (const instance of [hiddenServer, absent.server]) {
        const answer = await ask(api, 'narrowed', id, endpoint, { model: seenModel, id: 'seen', instance })
        expect([answer.statusCode, answer.json().code], id).toEqual([404, 'instance_not_found'])
        answers.push(whole(answer).replaceAll(instance, 'x'))
      }
      expect(answers[0], id).toBe(answers[1])
      expect(answers[0], id).not.toContain(marker)
    }
  })

  test('is in what tells of everything at once, which it is refused', async () => {
    const api = await setUpHidden()
    for (const { id, endpoint } of endpoints.filter(({ id }) => howOf(id).includes('refused'))) {
      const answer = await ask(api, 'narrowed', id, endpoint, { model: seenModel, id: absent.id })
      expect([id, answer.statusCode, answer.json().code]).toEqual([id, 403, 'forbidden'])
    }
    const session = await ask(api, 'narrowed', 'session.get', contract.session.get, { model: seenModel, id: absent.id })
    expect(session.json().permissions).not.toContain('audit.list')
  })

  const byId = endpoints.filter(({ id }) => howOf(id).includes('id'))
  test('chat or job is answered as one that is not there', async () => {
    const api = await setUpHidden()
    for (const { id, endpoint } of byId) {
      const ids = id.startsWith('jobs.') || id === 'settings.undoApply' ? Object.values(api.jobs) : ['hidden']
      for (const hidden of ids) {
        if (id === 'conversations.save') continue
        const [there, gone] = [
          await ask(api, 'narrowed', id, endpoint, { model: seenModel, id: hidden }),
          await ask(api, 'narrowed', id, endpoint, { model: seenModel, id: absent.id }),
        ]
        expect(there.statusCode, id).toBe(404)
        const length = /\["content-length","\d+"\],?/
        expect(whole(there).replaceAll(hidden, 'x').replace(length, ''), id).toBe(
          whole(gone).replaceAll(absent.id, 'x').replace(length, ''),
        )
      }
    }
    expect((await api.admin.conversations.get({ params: { id: 'hidden' } })).model).toBe(hiddenModel)
  })
})
