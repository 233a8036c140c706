import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

const path = '/api/observability'

async function setUp() {
  const { core, simulator } = await simulatedCore()
  const { app } = await testApp({ core })
  const send = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
    const answer = await app.inject({ method, url: path + url, headers: as('admin'), ...(payload && { payload }) })
    return { status: answer.statusCode, ...answer.json() }
  }
  return { simulator, send, core }
}

test('Ollama is killed: one alert fires, is muted and resolved', { timeout: 60_000 }, async () => {
  const { simulator, send } = await setUp()
  const quick = await send('PATCH', '/rules/ollama_unreachable', { for_seconds: 0 })
  expect(quick).toMatchObject({ for_seconds: 0, defaults: { for_seconds: 30 }, updated_by: 'env:admin' })
  await simulator.close()
  const firing = async () => (await send('GET', '/alerts?state=firing')).alerts
  await expect.poll(firing, { timeout: 40_000, interval: 500 }).toHaveLength(1)
  const [alert] = await firing()
  expect(alert).toMatchObject({ rule: 'ollama_unreachable', instance: 'default', occurrences: 1, delivery: 'none' })

  const until = new Date(Date.now() + 3_600_000).toISOString()
  const { mute } = await send('POST', `/alerts/${alert.id}/mute`, { until })
  expect(await send('GET', '/mutes')).toMatchObject({ mutes: [{ id: mute.id, until, by: 'env:admin' }] })
  expect(await firing()).toMatchObject([{ muted_until: until }])
  expect(await send('DELETE', `/mutes/${mute.id}`)).toMatchObject({ success: true })
  expect(await send('POST', `/alerts/${alert.id}/mute`, { until: '2020-01-01T00:00:00Z' })).toMatchObject({
    status: 400,
    errors: [{ path: '/body/until' }],
  })

  expect(await send('POST', `/alerts/${alert.id}/resolve`)).toMatchObject({ changed: true })
  expect(await send('POST', `/alerts/${alert.id}/resolve`)).toMatchObject({ changed: false })
  expect(await send('GET', '/alerts/summary')).toMatchObject({
    total: 1,
    firing: 0,
    recent: [{ id: alert.id, state: 'resolved', resolved_by: 'env:admin' }],
  })
})

test('a rule is made, changed and deleted, and what makes no sense is refused', async () => {
  const { send } = await setUp()
  const rule = { title: 'GPU is hot', metric: 'gpu_temperature_celsius', comparison: 'above', threshold: 85 }
  const made = await send('POST', '/rules', rule)
  expect(made).toMatchObject({ status: 201, ...rule, built_in: false, for_seconds: 60, severity: 'warning' })
  expect(await send('PATCH', `/rules/${made.id}`, { threshold: 80 })).toMatchObject({
    threshold: 80,
    title: rule.title,
  })
  expect(await send('POST', '/rules', { ...rule, instance: 'absent' })).toMatchObject({ code: 'instance_not_found' })
  expect(await send('POST', '/rules', { ...rule, instance: 'default' })).toMatchObject({ code: 'validation_failed' })
  expect(await send('PATCH', '/rules/vram_high', { title: 'Mine' })).toMatchObject({ code: 'rule_not_changeable' })
  expect(await send('DELETE', `/rules/${made.id}`)).toMatchObject({ message: '"GPU is hot" deleted.' })
  expect(await send('DELETE', `/rules/${made.id}`)).toMatchObject({ status: 404, code: 'rule_not_found' })
})
