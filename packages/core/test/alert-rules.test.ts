import type { Gpu } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { host, loaded, server, setUpAlerts } from './alerts-set-up.ts'

const full = (percent: number) => ({ host: host({ vram: { total: 100, used: 1, free: 1, percent } }) })

test('a built-in rule is changed, turned off, and has its defaults again', async () => {
  const given = await setUpAlerts()
  const { alerts, context, clock } = given
  given.see(full(97))
  await given.seconds(310)
  await clock.until(alerts.changeRule(context, { id: 'vram_high', threshold: 99 }))
  await given.seconds(40)
  expect(given.firing()).toHaveLength(1)
  await clock.until(alerts.changeRule(context, { id: 'vram_high', enabled: false }))
  await given.seconds(10)
  expect(given.firing()).toEqual([])
  expect(alerts.rules(context).find(({ id }) => id === 'vram_high')).toMatchObject({ threshold: 99, state: 'off' })
  await clock.until(alerts.removeRule(context, { id: 'vram_high' }))
  expect(alerts.rules(context).find(({ id }) => id === 'vram_high')).toMatchObject({ threshold: 95, enabled: true })
  await expect(clock.until(alerts.changeRule(context, { id: 'vram_high', title: 'Mine' }))).rejects.toMatchObject({
    code: 'rule_not_changeable',
  })
})

test('a rule that somebody made fires on its server alone, and ends with it', async () => {
  const given = await setUpAlerts()
  const { alerts, context, clock } = given
  const rule = { title: 'Too many', metric: 'models_loaded', comparison: 'above', threshold: 0 } as const
  const { id } = await clock.until(alerts.addRule(context, { ...rule, instance: 'lab', for_seconds: 10 }))
  const busy = [server({ loaded: loaded(1) }), server({ name: 'other', loaded: loaded(1) })]
  given.see({ servers: busy })
  await given.seconds(30)
  expect(given.firing().filter((alert) => alert.rule === id)).toMatchObject([{ title: 'Too many', instance: 'lab' }])
  await clock.until(alerts.removeRule(context, { id }))
  await given.seconds(10)
  expect(given.firing().filter((alert) => alert.rule === id)).toEqual([])
})

test.each([-1, 100.5])('a share of %s % is no threshold', async (threshold) => {
  const { alerts, context } = await setUpAlerts()
  const refusal = { code: 'validation_failed', fieldErrors: [{ path: '/body/threshold' }] }
  await expect(alerts.changeRule(context, { id: 'vram_high', threshold })).rejects.toMatchObject(refusal)
  const rule = { title: 'Own', metric: 'cpu_percent', comparison: 'above', threshold } as const
  await expect(alerts.addRule(context, rule)).rejects.toMatchObject(refusal)
})

test('a rule fires as long as its alert does, also after a restart, when nothing is counted any more', async () => {
  const before = await setUpAlerts()
  before.signals.note('cut', { instance: 'lab', model: 'a', promptTokens: 9, contextLength: 4, contextNeeded: 16 })
  await before.seconds(10)
  expect(before.firing()).toHaveLength(1)
  await before.close()
  const { alerts, context, seconds } = await setUpAlerts({ storage: before.storage, clock: before.clock })
  const state = () => alerts.rules(context).find(({ id }) => id === 'prompt_truncated')?.state
  await seconds(10)
  expect(state()).toBe('firing')
  await seconds(2 * 3600)
  expect(state()).toBe('quiet')
})

test.each([
  ['a request runs on it', { servers: [server({ loaded: loaded(10e9, { expiredSeconds: 9, isAnswering: true }) })] }],
  [
    'the GPU works, for another program perhaps',
    {
      servers: [server({ loaded: loaded(10e9, { expiredSeconds: 9 }) })],
      host: host({ gpus: [{ ...host().gpus[0], utilization_percent: 80 } as Gpu] }),
    },
  ],
])('a model whose time is over is not stuck while %s', async (_, seen) => {
  const { see, seconds, firing } = await setUpAlerts()
  see(seen)
  await seconds(3600)
  expect(firing()).toEqual([])
})
