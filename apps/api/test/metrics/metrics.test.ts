import type { Core, Metric } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { fakeCore } from '../fake-core.ts'
import { as, testApp } from '../support.ts'

async function scrape(core: Core = fakeCore().core) {
  const { app } = await testApp({ core })
  const read = async () => (await app.inject({ url: '/metrics', headers: as('viewer') })).body
  return { app, read }
}

test('answers are counted by route template, method and status', async () => {
  const { app, read } = await scrape()
  const headers = as('viewer')
  for (const model of ['a', 'b', 'hf.co/org/c']) await app.inject({ url: `/api/models/info/${model}`, headers })
  await app.inject({ method: 'POST', url: '/api/models/stop/a', headers })
  await app.inject('/api/some/where')
  const text = await read()
  const count = (labels: string) => `ollama_dashboard_http_request_duration_seconds_count{${labels}}`
  expect(text).toContain(`${count('route="/api/models/info/:model",method="GET",code="200"')} 3`)
  expect(text).toContain(`${count('route="/api/models/stop/:model",method="POST",code="403"')} 1`)
  expect(text).toContain(`${count('route="(none)",method="GET",code="404"')} 1`)
  expect(text).toContain('le="655.36"')
  expect(text).not.toMatch(/hf\.co|some\/where/)
})

test('what each subject contributes is told as it is now', async () => {
  const { core } = fakeCore()
  let up = ['one', 'other']
  const metrics: readonly Metric[] = [
    {
      type: 'gauge',
      name: 'ollama_up',
      help: 'Whether it answers',
      labelNames: ['instance_name'],
      samples: () => up.map((name) => ({ labels: { instance_name: name }, value: 1 })),
    },
    {
      type: 'counter',
      name: 'failures_total',
      help: 'Failures',
      labelNames: ['work'],
      samples: async () => [{ labels: { work: 'event listener' }, value: 3 }],
    },
  ]
  const { read } = await scrape({ ...core, metrics })
  const text = await read()
  expect(text).toContain('# TYPE ollama_up gauge\nollama_up{instance_name="one"} 1\nollama_up{instance_name="other"} 1')
  expect(text).toContain('# TYPE failures_total counter\nfailures_total{work="event listener"} 3')
  expect(text).toContain('ollama_dashboard_sse_clients 0')
  expect(text).toMatch(/ollama_dashboard_build_info\{version="1\.0\.0",node="\d+/)
  up = ['other']
  const next = await read()
  expect(next).not.toContain('instance_name="one"')
  expect(next).toContain('failures_total{work="event listener"} 3')
})

test('a subject that fails does not hide the others, and is in the log', async () => {
  const { core } = fakeCore()
  const failing: Metric = {
    type: 'gauge',
    name: 'ollama_up',
    help: 'Whether it answers',
    labelNames: [],
    samples() {
      throw new Error('A mistake.')
    },
  }
  const { app, lines } = await testApp({ core: { ...core, metrics: [failing] } })
  const { body, headers } = await app.inject({ url: '/metrics', headers: as('viewer') })
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(body).toContain('ollama_dashboard_sse_clients 0')
  expect(body).not.toContain('ollama_up{')
  expect(lines.join('\n')).toContain('no figures for ollama_up')
})
