import { describe, expect, test } from 'vitest'
import type { NewAlertMessage } from '../src/alerts/delivery/messages/alert-message-table.ts'
import { alertOf, contentOf } from './alert-message.ts'
import { engines } from './engines.ts'

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`

const messageOf = (id: string, more: Partial<NewAlertMessage> = {}): NewAlertMessage => ({
  id,
  channel: 'phone',
  content: contentOf(),
  createdAt: at(0),
  ...more,
})

describe.each(engines)('messages about alerts in $name', ({ open }) => {
  test('come back as they were stored, whatever they hold, and the first is sent first', async () => {
    const { alertMessages } = await open()
    const odd = contentOf(alertOf({ title: `"x' \\ 短く 🙂 \u0000 ; drop table alert_messages; --` }))
    // Made while the clock was set back.
    await alertMessages.add([
      messageOf('first', { content: odd, createdAt: at(5) }),
      messageOf('other', { channel: 'desk' }),
    ])
    await alertMessages.add([messageOf('second')])
    const waiting = { state: 'waiting', attempts: 0, lastAttemptAt: null, deliveredAt: null, lastError: null }
    expect(await alertMessages.first('phone')).toEqual({
      ...messageOf('first', { content: odd, createdAt: at(5) }),
      ...waiting,
      nextAttemptAt: at(5),
    })
    expect((await alertMessages.newest(2)).map(({ id }) => id)).toEqual(['second', 'other'])
    expect(await alertMessages.first('nowhere')).toBeNull()
  })

  test('are taken by one of several who want to send them, and each attempt counts before it is made', async () => {
    const { alertMessages } = await open()
    await alertMessages.add([messageOf('one')])
    const times = { at: at(1), nextAttemptAt: at(2) }
    const taken = await Promise.all(Array.from({ length: 5 }, () => alertMessages.claim('one', 0, times)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await alertMessages.first('phone')).toMatchObject({
      attempts: 1,
      lastAttemptAt: at(1),
      nextAttemptAt: at(2),
    })
    await alertMessages.note('one', 1, { state: 'delivered', at: at(3), error: null, nextAttemptAt: null })
    expect(await alertMessages.first('phone')).toBeNull()
    expect(await alertMessages.claim('one', 1, times)).toBe(false)
    // What another attempt came to is told too late.
    await alertMessages.note('one', 1, { state: 'failed', at: at(4), error: 'HTTP 503', nextAttemptAt: null })
    expect(await alertMessages.newest(1)).toMatchObject([{ state: 'delivered', deliveredAt: at(3) }])
  })

  test('tell of each channel how it stands', async () => {
    const { alertMessages } = await open()
    await alertMessages.add([
      messageOf('one'),
      messageOf('two'),
      messageOf('three'),
      messageOf('desk', { channel: 'desk' }),
    ])
    await alertMessages.claim('one', 0, { at: at(1), nextAttemptAt: at(2) })
    await alertMessages.note('one', 1, { state: 'delivered', at: at(1), error: null, nextAttemptAt: null })
    await alertMessages.claim('two', 0, { at: at(3), nextAttemptAt: at(4) })
    await alertMessages.note('two', 1, { state: 'waiting', at: at(3), error: 'HTTP 503', nextAttemptAt: at(6) })
    expect(await alertMessages.ofChannel('phone')).toMatchObject({
      waiting: 2,
      lastDeliveredAt: at(1),
      lastError: 'HTTP 503',
      lastAttemptAt: at(3),
      first: { id: 'two', attempts: 1, nextAttemptAt: at(6) },
    })
    expect(await alertMessages.ofChannel('nowhere')).toEqual({
      waiting: 0,
      lastDeliveredAt: null,
      lastError: null,
      lastAttemptAt: null,
      first: null,
    })
  })

  test('tell of an alert how its newest message stands on all channels', async () => {
    const { alertMessages } = await open()
    const resolved = contentOf(alertOf({ state: 'resolved' }))
    const end = (id: string, state: 'delivered' | 'failed') =>
      alertMessages.note(id, 0, { state, at: at(1), error: null, nextAttemptAt: null })
    const state = async () => (await alertMessages.statesOf(['alert-1', 'unknown'])).get('alert-1')
    expect(await state()).toBeUndefined()
    await alertMessages.add([messageOf('phone'), messageOf('desk', { channel: 'desk' })])
    await end('phone', 'delivered')
    expect(await state()).toBe('waiting')
    await end('desk', 'failed')
    expect(await state()).toBe('failed')
    await alertMessages.add([messageOf('end', { content: resolved, createdAt: at(9) })])
    await end('end', 'delivered')
    expect(await state()).toBe('delivered')
  })

  test('are forgotten after a time, and beyond a number, but never while they wait', async () => {
    const { alertMessages } = await open()
    const ids = Array.from({ length: 120 }, (_, index) => `m${index}`)
    await alertMessages.add(ids.map((id) => messageOf(id, { createdAt: at(id === 'm119' ? 0 : 9) })))
    for (const id of ids.slice(1))
      await alertMessages.note(id, 0, { state: 'delivered', at: at(9), error: null, nextAttemptAt: null })
    await alertMessages.forget({ before: at(5), keep: 10 })
    const left = (await alertMessages.newest(1000)).map(({ id }) => id)
    expect(left).toEqual([...ids.slice(110, 119).toReversed(), 'm0'])
  })

  test('for channels that are no longer there are given up', async () => {
    const { alertMessages } = await open()
    await alertMessages.add([messageOf('one'), messageOf('desk', { channel: 'desk' })])
    await alertMessages.failOthers(['desk'], 'Gone.')
    expect(await alertMessages.first('phone')).toBeNull()
    expect(await alertMessages.newest(2)).toMatchObject([{ state: 'waiting' }, { state: 'failed', lastError: 'Gone.' }])
    await alertMessages.failOthers([], 'Gone.')
    expect(await alertMessages.first('desk')).toBeNull()
  })
})
