import { describe, expect, test } from 'vitest'
import { timestamp } from '../src/kernel/clock.ts'
import { engines } from './engines.ts'

/** So many seconds after some hour began. */
const at = (seconds: number): string => timestamp(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000)

describe.each(engines)('performance in $name', ({ open }) => {
  test('adds up by hour and bucket, from many at once', async () => {
    const { performance } = await open()
    const sample = {
      instance: 'i',
      model: 'm',
      by: 'key:a',
      hour: at(0),
      at: at(1),
      promptTokens: 10,
      completionTokens: 5,
    }
    const buckets = [
      { metric: 'speed', bucket: 3 },
      { metric: 'first', bucket: -2 },
    ]
    for (let times = 0; times < 10; times += 1) performance.add({ ...sample, failed: false, buckets })
    performance.add({
      ...sample,
      at: at(9),
      by: 'key:b',
      failed: true,
      promptTokens: 0,
      completionTokens: 0,
      buckets: [],
    })
    performance.add({ ...sample, hour: at(3600), failed: false, buckets: [] })
    expect(await performance.hours('i', { models: ['m'] })).toEqual([
      {
        hour: at(0),
        requests: 11,
        errors: 1,
        prompt_tokens: 100,
        completion_tokens: 50,
        last_used_at: at(9),
        last_used_by: 'key:b',
      },
      {
        hour: at(3600),
        requests: 1,
        errors: 0,
        prompt_tokens: 10,
        completion_tokens: 5,
        last_used_at: at(1),
        last_used_by: 'key:a',
      },
    ])
    expect(await performance.buckets('i', { models: ['m'] })).toEqual(
      expect.arrayContaining([{ hour: at(0), metric: 'speed', bucket: 3, count: 10 }]),
    )
    expect(await performance.hours('other', { models: ['m'] })).toEqual([])
    performance.removeBefore(at(3600))
    expect(await performance.buckets('i', { models: ['m'] })).toEqual([])
    expect(await performance.hours('i', { models: ['m'] })).toHaveLength(1)
  })

  test('tells of all models of a server since an hour, each alone and by the hour together', async () => {
    const { performance } = await open()
    const add = (instance: string, model: string, hour: number, bucket: number) =>
      performance.add({
        instance,
        model,
        hour: at(hour),
        at: at(hour + 5),
        by: null,
        failed: bucket < 0,
        promptTokens: 3_000_000_000,
        completionTokens: 5,
        buckets: [{ metric: 'speed', bucket }],
      })
    for (const model of ['a', 'a', 'b']) for (const hour of [0, 3600, 7200]) add('i', model, hour, hour / 3600)
    add('other', 'a', 7200, 9)
    const tokens = (requests: number) => ({ prompt_tokens: requests * 3_000_000_000, completion_tokens: requests * 5 })
    expect((await performance.models('i', at(3600))).toSorted((a, b) => a.requests - b.requests)).toEqual([
      { model: 'b', requests: 2, errors: 0, ...tokens(2), last_used_at: at(7205), last_used_by: null },
      { model: 'a', requests: 4, errors: 0, ...tokens(4), last_used_at: at(7205), last_used_by: null },
    ])
    expect(await performance.hours('i', { since: at(3600) })).toEqual([
      { hour: at(3600), requests: 3, errors: 0, ...tokens(3), last_used_at: at(3605), last_used_by: null },
      { hour: at(7200), requests: 3, errors: 0, ...tokens(3), last_used_at: at(7205), last_used_by: null },
    ])
    expect(await performance.modelBuckets('i', at(7200))).toEqual(
      expect.arrayContaining([
        { model: 'a', metric: 'speed', bucket: 2, count: 2 },
        { model: 'b', metric: 'speed', bucket: 2, count: 1 },
      ]),
    )
    expect(await performance.buckets('i', { since: at(7200) })).toEqual([
      { hour: at(7200), metric: 'speed', bucket: 2, count: 3 },
    ])
  })
})
