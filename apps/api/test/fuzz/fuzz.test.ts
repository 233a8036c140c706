import { type ApiKey, contract, type Endpoint } from '@ollama-dashboard/contracts'
import { createMemoryStorage } from '@ollama-dashboard/core'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { controlledService } from '../controlled-service.ts'
import { endpoints } from '../endpoints-of-contract.ts'
import { keepAlert } from '../kept-alert.ts'
import { simulatedCore } from '../simulated-core.ts'
import { as, testApp } from '../support.ts'
import { type AnyRequest, anyRequest } from './any-request.ts'
import { type Received, responseProblems } from './response-problems.ts'

/** `pnpm prove` sends more of them, and others each time. */
const rounds = process.env['PROOF_ROUNDS']
const runs = { endOnFailure: true, ...(rounds ? { numRuns: Number(rounds) * 3 } : { numRuns: 30, seed: 1 }) }

const headers = as('admin')
const json = { ...headers, 'content-type': 'application/json' }
const model = 'llama3.2:3b'
const messages = [
  { role: 'user', content: 'Hello' },
  { role: 'assistant', content: 'Hi' },
]

test.each(endpoints)(
  '$id answers as its contract says, and a request that it refuses leaves nothing behind',
  { timeout: 600_000 },
  async ({ id, endpoint }) => {
    const storage = await createMemoryStorage()
    onTestFinished(() => storage[Symbol.asyncDispose]())
    await keepAlert(storage, { id: 'mine', model })
    const { core } = await simulatedCore({ core: { storage, ...controlledService } })
    const { app } = await testApp({ core })
    const post = async (url: string, payload: object = {}) =>
      (await app.inject({ method: 'POST', url, headers: json, payload })).json()
    const isAboutJobs = endpoint.path.startsWith('/api/jobs')
    const job = isAboutJobs
      ? await post('/api/models/pull/ghost:1b?wait=false')
      : await post('/api/models/settings/apply_all_recommended?wait=false')
    const jobId: string = job.job.id
    await expect
      .poll(async () => (await app.inject({ url: `/api/jobs/${jobId}`, headers })).json().state)
      .not.toMatch(/queued|running/)
    const preset = await post('/api/chat/presets', { name: 'Tutor', system: 'Explain.' })
    const key = await post('/api/keys', { name: 'Laptop', role: 'operator' })
    await post('/api/roles', { name: 'night-shift', allow: ['models.start'] })
    await post('/api/session')
    const [browser] = (await app.inject({ url: '/api/sessions', headers })).json().sessions
    const ids: Readonly<Record<string, string>> = { presets: preset.id, keys: key.id, sessions: browser.id }
    const itsId = isAboutJobs ? jobId : (ids[id.split('.')[0] ?? ''] ?? 'mine')
    const known = {
      model: [model, 'qwen3:14b'],
      models: [model],
      source: [model],
      from: [model],
      to: ['qwen3:14b'],
      instance: ['default'],
      session_id: ['mine'],
      job: [jobId],
      id: [endpoint.path.startsWith('/api/observability/rules') ? 'ollama_unreachable' : itsId],
      until: [new Date(Date.now() + 3_600_000).toISOString()],
      role: ['operator', 'night-shift'],
      allow: ['models.start', 'settings.*'],
      deny: ['chat.*'],
      ...(endpoint.path === '/api/roles/:name' && { name: ['night-shift'] }),
    }
    const usual = id === 'chat.send' ? { prompt: 'Write 3 words' } : {}
    const seen = { admitted: 0, refused: 0 }
    /** As it was left; null where a request may have changed it. */
    let left: Kept | null = null

    async function begin(): Promise<Kept> {
      await post('/api/chat/history', { id: 'mine', model, messages })
      await post(`/api/models/settings/${model}`, { temperature: 0.5 })
      if (endpoint.path.endsWith('/reply'))
        await post('/api/chat', { model, prompt: 'Write 30 words', session_id: 'mine', detached: true })
      return kept(app)
    }

    await fc.assert(
      fc.asyncProperty(anyRequest(endpoint, known, usual), async (request) => {
        const before = left ?? (await begin())
        left = null
        const received = await send(app, endpoint, request)
        expect(responseProblems(endpoint, received)).toEqual([])
        const isRefused = received.status >= 400 && received.status < 500
        seen[isRefused ? 'refused' : 'admitted'] += 1
        // What was under way before may have gone on meanwhile.
        if (endpoint.path.endsWith('/reply')) return
        if (!isRefused) {
          if (endpoint.method === 'GET') left = before
          return
        }
        const after = await kept(app)
        expect(after.saved).toEqual(before.saved)
        // A job that failed stays in the list: what it was asked for was right.
        if (received.status === 400) expect(after.jobs).toEqual(before.jobs)
        left = after
      }),
      runs,
    )
    // Otherwise only one half of it was looked at.
    expect(Math.min(seen.admitted, seen.refused), JSON.stringify(seen)).toBeGreaterThan(0)
  },
)

type Kept = Readonly<Record<'saved' | 'jobs', unknown>>

/** All that is kept, and may be read; jobs apart. */
async function kept(app: App): Promise<Kept> {
  const read = async (url: string) => (await app.inject({ url, headers })).json()
  const saved = ['/api/models/settings', '/api/chat/history?limit=100', '/api/chat/history/mine', '/api/chat/presets']
  // Without when they were used: that goes on by itself.
  const keys = (await read('/api/keys')).keys.map((key: ApiKey) => [
    key.id,
    key.name,
    key.role,
    key.grant,
    key.expires_at,
    key.revoked_at,
  ])
  const { roles } = await read('/api/roles')
  return { saved: [...(await Promise.all(saved.map(read))), keys, roles], jobs: await read('/api/jobs') }
}

async function send(app: App, { method, path }: Endpoint, { url, payload }: AnyRequest): Promise<Received> {
  const sent = { method, url, ...(payload === undefined ? { headers } : { headers: json, payload }) }
  if (path !== contract.observability.events.path) {
    const { statusCode: status, headers, body } = await app.inject(sent)
    return { status, contentType: String(headers['content-type']), body }
  }
  const { statusCode: status, headers: answered, stream } = await app.inject({ ...sent, payloadAsStream: true })
  // Events go on for as long as somebody listens.
  for await (const chunk of stream().setEncoding('utf8'))
    return { status, contentType: String(answered['content-type']), body: wholeEvents(chunk) }
  throw new Error(`${url} answered ${status} without a body`)
}

const wholeEvents = (text: string): string =>
  text.startsWith('{') ? text : text.slice(0, text.lastIndexOf('\n\n') + 1)
