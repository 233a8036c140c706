import { describe, expect, test, vi } from 'vitest'
import { timestamp } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { holdGrant } from '../src/kernel/rights/held-grant.ts'
import { type EndedOperation, outcomeOf } from '../src/operations/ended-operation.ts'
import { createOperations } from '../src/operations/operations.ts'
import { engines } from './engines.ts'
import { fakeClock } from './fake-clock.ts'

const instance = { id: 'one', name: 'one' }
const everybody = { grant: null }
const hourMs = 3_600_000
const background = { failed: () => {} }

const ended = (part: Partial<EndedOperation> = {}): EndedOperation => ({
  operation: 'start',
  instance,
  model: 'm:latest',
  seconds: 2,
  outcome: 'succeeded',
  traceId: '',
  ...part,
})

describe.each(engines)('operations in $name', ({ open }) => {
  async function opened() {
    const clock = fakeClock()
    const storage = await open(clock)
    return { clock, storage, operations: createOperations({ repository: storage.operations, clock, background }) }
  }

  test('are counted by outcome, with their spread and hour by hour; what was cancelled is no failure', async () => {
    const { clock, operations } = await opened()
    for (const seconds of [1, 2, 3, 10]) operations.note(ended({ seconds }))
    operations.note(ended({ outcome: 'failed', seconds: 0.01 }))
    operations.note(ended({ outcome: 'cancelled', seconds: 0.01 }))
    await operations.statistics({ instance, range: '24h' }, everybody)
    await clock.advance(hourMs)
    operations.note(ended({ seconds: 4 }))
    const {
      operations: [start],
    } = await operations.statistics({ instance, range: '24h' }, everybody)
    expect(start).toMatchObject({
      operation: 'start',
      total: 7,
      succeeded: 5,
      failed: 1,
      cancelled: 1,
      success_rate_percent: 83.33,
      threshold_seconds: 30,
      anomalies: 0,
    })
    expect(start?.seconds).toMatchObject({ min: 1, max: 10 })
    // Within 5 % of the true percentiles, 3 and 10 s.
    expect(start?.seconds.p50).toBeGreaterThan(3 * 0.95)
    expect(start?.seconds.p50).toBeLessThan(3 * 1.05)
    expect(start?.seconds.p99).toBeGreaterThan(9.5)
    expect(start?.history.map(({ total, failed }) => [total, failed])).toEqual([
      [6, 1],
      [1, 0],
    ])
  })

  test('slower than its threshold is an anomaly with its evidence, newest first', async () => {
    const { clock, operations } = await opened()
    operations.note(ended({ operation: 'stop', seconds: 5 }))
    operations.note(ended({ operation: 'stop', seconds: 5.2, traceId: 'a'.repeat(32) }))
    await clock.advance(1000)
    operations.note(ended({ operation: 'collector:stats', instance: null, model: null, seconds: 6, outcome: 'failed' }))
    operations.note(ended({ operation: 'delete', seconds: 60, outcome: 'cancelled' }))
    operations.note(ended({ operation: 'pull', seconds: 6000 }))
    const { anomalies, operations: all } = await operations.statistics({ instance, range: '24h' }, everybody)
    expect(anomalies).toEqual([
      {
        ...{ operation: 'collector:stats', instance: null, model: null, seconds: 6, threshold_seconds: 5 },
        ...{ at: timestamp(clock.now()), trace_id: null },
      },
      {
        ...{ operation: 'stop', instance: 'one', model: 'm:latest', seconds: 5.2, threshold_seconds: 5 },
        ...{ at: timestamp(clock.now() - 1000), trace_id: 'a'.repeat(32) },
      },
    ])
    expect(all.map(({ operation, anomalies }) => [operation, anomalies])).toEqual([
      ['stop', 1],
      ['pull', 0],
      ['delete', 0],
      ['collector:stats', 1],
    ])
  })

  test('of models and servers that are not asked about, or not seen, nothing is told', async () => {
    const { operations } = await opened()
    operations.note(ended({ model: 'seen:latest', seconds: 40 }))
    operations.note(ended({ model: 'hidden:latest', seconds: 50 }))
    operations.note(ended({ model: 'seen:latest', instance: { id: 'two', name: 'two' }, seconds: 45 }))
    const grant = holdGrant({ models: ['seen'] } as never)
    const { anomalies, operations: all } = await operations.statistics({ instance, range: '24h' }, { grant })
    expect(anomalies.map(({ seconds }) => seconds)).toEqual([40])
    expect(all).toMatchObject([{ operation: 'start', total: 1, anomalies: 1 }])
  })

  test('are added up once for all who ask within a second, and for each grant by itself', async () => {
    const { clock, storage, operations } = await opened()
    operations.note(ended({ model: 'seen:latest' }))
    operations.note(ended({ model: 'hidden:latest' }))
    const reads = vi.spyOn(storage.operations, 'hours')
    const grant = holdGrant({ models: ['seen'] } as never)
    const totalFor = async (actor: Parameters<typeof operations.statistics>[1], range: '24h' | '30d' = '24h') =>
      (await operations.statistics({ instance, range }, actor)).operations[0]?.total
    const asked = [everybody, everybody, { grant }, { grant }].map((actor) => totalFor(actor))
    expect(await Promise.all(asked)).toEqual([2, 2, 1, 1])
    expect(reads).toHaveBeenCalledTimes(2)
    await totalFor(everybody, '30d')
    expect(reads).toHaveBeenCalledTimes(3)
    operations.note(ended())
    await clock.advance(999)
    expect(await totalFor(everybody)).toBe(2)
    expect(reads).toHaveBeenCalledTimes(3)
    await clock.advance(1)
    expect(await totalFor(everybody)).toBe(3)
  })

  test('an hour in which everything is slow keeps its count, and some of its evidence', async () => {
    const { operations } = await opened()
    for (let times = 0; times < 50; times += 1) operations.note(ended({ seconds: 31 }))
    const { anomalies, operations: all } = await operations.statistics({ instance, range: '24h' }, everybody)
    expect(all[0]?.anomalies).toBe(50)
    expect(anomalies).toHaveLength(20)
  })

  test('are kept for 30 days, and in what is written at the end', async () => {
    const { clock, storage, operations } = await opened()
    operations.note(ended({ seconds: 31 }))
    await clock.advance(5000)
    await storage.operations.models({ instances: ['one'], since: '' })
    clock.set(clock.now() + 31 * 24 * hourMs)
    operations.note(ended())
    const since = timestamp(0)
    expect(await storage.operations.hours({ instances: ['one'], since })).toHaveLength(1)
    expect(await storage.operations.buckets({ instances: ['one'], since })).toHaveLength(1)
    expect(await storage.operations.anomalies({ instances: ['one'], since }, 10)).toEqual([])
  })
})

test('how work ended is told by what it threw, and by whoever left', () => {
  const { signal } = new AbortController()
  const error = (code: 'ollama_unreachable' | 'superseded' | 'model_not_found') => new DashboardError(code, '')
  expect(outcomeOf(error('ollama_unreachable'), signal)).toBe('failed')
  expect(outcomeOf(new TypeError('a mistake'), signal)).toBe('failed')
  expect(outcomeOf(error('superseded'), signal)).toBe('cancelled')
  expect(outcomeOf(error('ollama_unreachable'), AbortSignal.abort())).toBe('cancelled')
  expect(outcomeOf(error('model_not_found'), signal)).toBeNull()
})
