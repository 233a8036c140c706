import type { Instance } from '@ollama-dashboard/contracts'
import { type Core, systemContext } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { as, testApp } from './support.ts'

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

test('the metrics of every Ollama server are current', async () => {
  const { core } = fakeCore()
  const [known] = core.instances.list(systemContext)
  let instances: Instance[] = [
    { ...(known as Instance), name: 'up' },
    { ...(known as Instance), name: 'down', reachable: false },
    { ...(known as Instance), name: 'unasked', reachable: null },
  ]
  const { read } = await scrape({ ...core, instances: { ...core.instances, list: () => instances } })
  const text = await read()
  expect(text).toContain('ollama_up{instance_name="up"} 1')
  expect(text).toContain('ollama_up{instance_name="down"} 0')
  expect(text).not.toContain('unasked')
  expect(text).toContain('ollama_active_models{instance_name="up"} 0')
  expect(text).toContain('ollama_available_models{instance_name="up"} 1')
  expect(text).toMatch(/ollama_dashboard_build_info\{version="1\.0\.0",node="\d+/)
  instances = instances.slice(1)
  expect(await read()).not.toContain('instance_name="up"')
})

test('a server that fails while it is asked does not hide the others', async () => {
  const { core } = fakeCore({ running: () => Promise.reject(new Error('gone')) })
  const { read } = await scrape(core)
  expect(await read()).toContain('ollama_up{instance_name="default"} 1')
})

test('is Prometheus text', async () => {
  const { app } = await scrape()
  const { headers } = await app.inject({ url: '/metrics', headers: as('viewer') })
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
})

test('a scrape does not count as watching', async () => {
  const { core } = fakeCore()
  const how: unknown[] = []
  const spying = {
    ...core.models,
    running: async (...[name, options]: Parameters<typeof core.models.running>) => {
      how.push(options)
      return core.models.running(name, options)
    },
    available: async (...[name, options]: Parameters<typeof core.models.available>) => {
      how.push(options)
      return core.models.available(name, options)
    },
  }
  const { read } = await scrape({ ...core, models: spying })
  await read()
  expect(how).toEqual([
    { instance: 'default', peek: true },
    { instance: 'default', peek: true },
  ])
})

test('background failures are counted by the kind of work', async () => {
  const { core } = fakeCore()
  const { read } = await scrape({ ...core, failures: () => [{ work: 'event listener', count: 3, lastAt: 0 }] })
  expect(await read()).toContain('ollama_dashboard_background_failures_total{work="event listener"} 3')
  expect(await read()).toContain('ollama_dashboard_background_failures_total{work="event listener"} 3')
})
