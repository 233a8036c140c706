import { describe, expect, test } from 'vitest'
import { fingerprintOf, type KnownAlert } from '../src/alerts/alert-table.ts'
import { engines } from './engines.ts'

const alertOf = (id: string, more: Partial<KnownAlert> = {}): KnownAlert => ({
  id,
  rule: 'vram_high',
  title: 'VRAM "above" 95 % 短く',
  description: 'x\u0000y',
  severity: 'warning',
  source: 'host',
  instance: null,
  model: 'a\u0000b',
  state: 'firing',
  started_at: '2026-01-01T00:00:00.000Z',
  last_seen_at: '2026-01-01T00:00:00.000Z',
  resolved_at: null,
  resolved_by: null,
  occurrences: 1,
  value: 97.5,
  threshold: 95,
  unit: 'percent',
  suggested_context: null,
  told: 'resolved',
  isHeldDown: false,
  ...more,
})

const resolved = (id: string, minute: number, more: Partial<KnownAlert> = {}) =>
  alertOf(id, { state: 'resolved', resolved_at: `2026-01-01T00:0${minute}:00.000Z`, ...more })

describe.each(engines)('alerts in $name', ({ open }) => {
  test('come back as they were written', async () => {
    const { alerts } = await open()
    const alert = alertOf('a')
    expect(await alerts.save([{ alert }])).toEqual([])
    expect(await alerts.current()).toEqual([alert])
    expect(await alerts.firing(fingerprintOf(alert))).toEqual(alert)
    const later = resolved('a', 1, { occurrences: 2 })
    await alerts.save([{ alert: later }])
    expect(await alerts.find('a')).toEqual(later)
    expect(await alerts.current()).toEqual([])
  })

  test('that fire for the same trouble are one, whoever writes them', async () => {
    const { alerts } = await open()
    await alerts.save([{ alert: alertOf('a') }])
    const written: string[] = []
    const beside = async () => void written.push('message')
    expect(await alerts.save([{ alert: alertOf('b'), beside }])).toEqual([fingerprintOf(alertOf('b'))])
    expect(written).toEqual([])
    await alerts.save([{ alert: resolved('b', 1) }])
    expect(await alerts.save([{ alert: alertOf('b'), beside }])).toHaveLength(1)
    expect((await alerts.current()).map(({ id }) => id)).toEqual(['a'])
  })

  test('are not written where what belongs beside them fails', async () => {
    const { alerts } = await open()
    const beside = () => Promise.reject(new Error('no'))
    await expect(alerts.save([{ alert: alertOf('a'), beside }])).rejects.toThrow('no')
    expect(await alerts.current()).toEqual([])
  })

  test('are read page by page, each once, and counted by what they are about', async () => {
    const { alerts } = await open()
    const all = [resolved('a', 1), resolved('b', 2), resolved('c', 2), resolved('d', 3, { model: null })]
    await alerts.save(all.map((alert) => ({ alert })))
    const first = await alerts.resolved({ limit: 2 })
    expect(first.map(({ id }) => id)).toEqual(['d', 'c'])
    const rest = await alerts.resolved({ limit: 9, before: { at: first[1]?.resolved_at ?? '', id: 'c' } })
    expect(rest.map(({ id }) => id)).toEqual(['b', 'a'])
    const about = { instance: null, model: null }
    expect((await alerts.resolved({ limit: 9, subjects: [about] })).map(({ id }) => id)).toEqual(['d'])
    expect(await alerts.countResolved()).toContainEqual({ ...about, count: 1 })
    expect(await alerts.removeResolvedBefore('2026-01-01T00:02:30.000Z', 2)).toBe(2)
    expect(await alerts.resolved({ limit: 9 })).toHaveLength(2)
  })
})

describe.each(engines)('mutes and rules in $name', ({ open }) => {
  test('of the same trouble replace each other, and come back', async () => {
    const { alertMutes, alertRules } = await open()
    const mute = { id: 'm', rule: 'r', title: 'a\u0000', instance: 'lab', model: 'b\u0000', by: null }
    const at = '2026-01-01T00:00:00.000Z'
    await alertMutes.put({ ...mute, until: at, created_at: at })
    await alertMutes.put({ ...mute, id: 'n', until: at, created_at: at })
    expect(await alertMutes.all()).toEqual([{ ...mute, id: 'n', until: at, created_at: at }])
    await alertMutes.remove('n')
    expect(await alertMutes.all()).toEqual([])
    const change = { id: 'vram_high', built_in: true, definition: { threshold: 90 } } as const
    await alertRules.put({ ...change, created_at: at, updated_at: at, updated_by: null })
    expect(await alertRules.all()).toEqual([{ ...change, created_at: at, updated_at: at, updated_by: null }])
    await alertRules.remove('vram_high')
    expect(await alertRules.all()).toEqual([])
  })
})
