import type { TimelineEntry } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timestamp } from '../src/kernel/clock.ts'
import { newEvent } from '../src/timeline/changes/new-event.ts'
import { alertSource } from '../src/timeline/sources/alert-source.ts'
import { eventSources } from '../src/timeline/sources/event-source.ts'
import { settingsSource } from '../src/timeline/sources/settings-source.ts'
import { createTimeline } from '../src/timeline/timeline.ts'
import type { TimelineSource } from '../src/timeline/timeline-source.ts'
import { alertOf } from './alert-message.ts'
import { caller, narrowedCaller } from './caller.ts'
import { engines } from './engines.ts'
import { fakeClock } from './fake-clock.ts'

const begin = Date.parse('2026-01-01T00:00:00Z')
const server = { find: () => ({}) as never }

const timelineOf = (sources: readonly TimelineSource[], nowMs = begin + 10_000) =>
  createTimeline({ sources, instances: server, clock: fakeClock(nowMs) })

/** All entries, page by page. */
async function allPages(timeline: ReturnType<typeof timelineOf>, limit: number, context = caller()) {
  const pages: TimelineEntry[][] = []
  let before: string | undefined
  do {
    const page = await timeline.list(context, { limit, ...(before !== undefined && { before }) })
    pages.push([...page.entries])
    before = page.next ?? undefined
  } while (before !== undefined)
  return pages
}

/** Entries in memory, in the order of their keys where they are of one time. */
function sourceOf(name: string, events: readonly { readonly ms: number; readonly model: string }[]): TimelineSource {
  const all = events
    .map(({ ms, model }, index) => {
      const key = String(index).padStart(4, '0')
      const event = newEvent({ kind: 'model', type: name, at: timestamp(begin + ms), model }, { now: () => 0 })
      return { key, entry: { ...event, id: `${name}:${key}` } }
    })
    .sort((a, b) => (a.entry.at < b.entry.at ? 1 : a.entry.at > b.entry.at ? -1 : a.key < b.key ? 1 : -1))
  return {
    name,
    kinds: ['model'],
    async page({ from, before, limit }) {
      const isAfter = ({ entry: { at }, key }: (typeof all)[number]) =>
        at >= from && (at < before.at || (at === before.at && before.key !== null && key < before.key))
      return all.filter(isAfter).slice(0, limit)
    },
  }
}

const event = fc.record({ ms: fc.integer({ min: 0, max: 12 }), model: fc.constantFrom('seen', 'hidden') })
const someSources = fc.array(fc.array(event, { maxLength: 40 }), { minLength: 1, maxLength: 4 })

test('pages of any length tell every entry once, newest first, also of one time and for a narrowed key', async () => {
  await fc.assert(
    fc.asyncProperty(someSources, fc.integer({ min: 1, max: 30 }), async (lists, limit) => {
      const sources = lists.map((list, index) => sourceOf(`source-${index}`, list))
      const timeline = timelineOf(sources)
      for (const [context, isSeen] of [
        [caller(), () => true],
        [narrowedCaller({ models: ['seen'] }), ({ model }: TimelineEntry) => model === 'seen'],
      ] as const) {
        const pages = await allPages(timeline, limit, context)
        const told = pages.flat()
        const all = lists.flatMap((list, index) =>
          list.map((_, key) => `source-${index}:${String(key).padStart(4, '0')}`),
        )
        const seen = all.filter((_, index) => isSeen({ model: lists.flat()[index]?.model } as TimelineEntry))
        expect(told.map(({ id }) => id).toSorted()).toEqual(seen.toSorted())
        expect(told.map(({ at }) => at)).toEqual(
          told
            .map(({ at }) => at)
            .toSorted()
            .toReversed(),
        )
        for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit)
      }
    }),
    { numRuns: 60 },
  )
})

test('a narrowed key that sees little of much is told where to go on, and nothing of what is hidden', async () => {
  const hidden = Array.from({ length: 2500 }, (_, ms) => ({ ms, model: 'hidden' }))
  const timeline = timelineOf([sourceOf('many', [{ ms: 0, model: 'seen' }, ...hidden])])
  const context = narrowedCaller({ models: ['seen'] })
  const first = await timeline.list(context)
  expect(first.entries).toEqual([])
  expect(Buffer.from(first.next ?? '', 'base64url').toString()).not.toContain('many')
  const second = await timeline.list(context, { before: first.next ?? '' })
  expect(second).toMatchObject({ entries: [{ model: 'seen' }], next: null })
})

test.each([
  [{ from: 'yesterday' }, '/query/from'],
  [{ to: '2026-13-01T00:00:00Z' }, '/query/to'],
  [{ before: 'first page' }, '/query/before'],
])('%o is refused by name', async (input, path) => {
  await expect(timelineOf([]).list(caller(), input)).rejects.toMatchObject({
    code: 'validation_failed',
    fieldErrors: [{ path }],
  })
})

describe.each(engines)('the timeline in $name', ({ open }) => {
  test('tells events and settings of one time once each, page by page', async () => {
    const storage = await open()
    const at = timestamp(begin)
    for (let number = 0; number < 7; number += 1)
      storage.timelineEvents.add(newEvent({ kind: number % 2 ? 'model' : 'job', type: 'x', at }, fakeClock()))
    const made = { at, actor: 'laptop', how: 'saved' as const }
    for (const temperature of [0.1, 0.2]) {
      for (const key of ['a"b:1', 'b:1', 'c:1']) {
        const changed = [{ setting: 'temperature' as const, before: null, after: temperature }]
        await storage.settings.apply([{ key, entry: null, replaces: null, made: { ...made, changed } }])
      }
    }
    const timeline = timelineOf([
      ...eventSources(storage.timelineEvents),
      settingsSource(storage.settingsChanges, (model) => model),
    ])
    const pages = await allPages(timeline, 2)
    expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(13)
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 2, 2, 2, 1])
    expect(pages.flat().find(({ id }) => id === 'settings:a"b:1:2')).toMatchObject({
      type: 'settings.saved',
      by: 'laptop',
      detail: 'temperature not set → 0.2',
    })
    const ofModel = await timeline.list(caller(), { model: 'B:1' })
    expect(ofModel.entries.map(({ id }) => id)).toEqual(['settings:b:1:2', 'settings:b:1:1'])
  })

  test('tells alerts from when they began until they were over, page by page', async () => {
    const { alerts } = await open()
    const all = Array.from({ length: 5 }, (_, number) => ({
      ...alertOf({ id: `a${number}`, rule: `rule-${number}`, instance: number === 1 ? 'lab' : null, model: null }),
      started_at: timestamp(begin + Math.floor(number / 2)),
      state: 'resolved' as const,
      resolved_at: timestamp(begin + 5000),
      told: 'resolved' as const,
      isHeldDown: false,
    }))
    await alerts.save(all.map((alert) => ({ alert })))
    const timeline = timelineOf([alertSource(alerts)])
    const pages = await allPages(timeline, 2)
    expect(pages.flat().map(({ id }) => id)).toEqual(['a4', 'a3', 'a2', 'a1', 'a0'].map((id) => `alert:${id}`))
    expect(pages[0]?.[0]).toMatchObject({ kind: 'alert', type: 'alert.resolved', ended_at: timestamp(begin + 5000) })
    const others = await timeline.list(caller(), { instance: 'default', limit: 3 })
    expect(others.entries.map(({ id }) => id)).toEqual(['alert:a4', 'alert:a3', 'alert:a2'])
  })

  test('keeps a year, and the newest so many', async () => {
    const { timelineEvents } = await open()
    for (const ms of [0, 1, 2, 3])
      timelineEvents.add(newEvent({ kind: 'model', type: `${ms}`, at: timestamp(begin + ms) }, fakeClock()))
    timelineEvents.removeOld(timestamp(begin + 1), 2)
    const page = { kinds: ['model' as const], from: timestamp(begin), before: { at: timestamp(begin + 9), key: null } }
    expect((await timelineEvents.page({ ...page, limit: 9 })).map(({ type }) => type)).toEqual(['3', '2'])
  })
})
