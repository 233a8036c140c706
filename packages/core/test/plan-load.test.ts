import { describe, expect, test } from 'vitest'
import type { HostMemory } from '../src/memory/host-memory.ts'
import { planLoad, type Resident, type WantedLoad } from '../src/memory/plan-load.ts'

const gib = 2 ** 30
const minute = 60_000
const card: HostMemory = { vramBytes: 24 * gib, ramBytes: 32 * gib, gpuCount: 1 }
const room = { host: card, maxLoaded: 3 }

const resident = (name: string, vram: number, differing: Partial<Resident> = {}): Resident => ({
  id: name,
  name,
  keepAliveMs: 5 * minute,
  isBusy: false,
  weights: name,
  vramBytes: vram * gib,
  ramBytes: 0,
  ...differing,
})
const wanted = (size: number | null, differing: Partial<WantedLoad> = {}): WantedLoad => ({
  id: 'new',
  name: 'new',
  bytes: size === null ? null : size * gib,
  place: 'gpu',
  keepAliveMs: 5 * minute,
  weights: 'new',
  ...differing,
})
const told = (step: ReturnType<typeof planLoad>) => step && [step.fits, ...step.unloads.map(({ name }) => name)]

describe('a load', () => {
  test('unloads nothing where it fits beside the others, and else one after the other until it does', () => {
    const loaded = [resident('a', 8), resident('b', 8)]
    expect(told(planLoad(wanted(8), loaded, room))).toEqual(['yes'])
    expect(told(planLoad(wanted(9), loaded, room))).toEqual(['yes', 'a'])
    expect(told(planLoad(wanted(17), loaded, room))).toEqual(['yes', 'a', 'b'])
  })

  test('that fits no card unloads all of them, and goes on in RAM or fails', () => {
    const loaded = [resident('a', 8), resident('b', 8)]
    const partly = planLoad(wanted(30), loaded, room)
    expect(told(partly)).toEqual(['partly', 'a', 'b'])
    expect(partly?.after).toMatchObject([{ name: 'new', vramBytes: 24 * gib, ramBytes: 6 * gib }])
    expect(planLoad(wanted(57), loaded, room)).toMatchObject({ fits: 'no', after: [] })
  })

  test('unloads idle models before busy ones, then the shortest keep_alive, then by the name of the weights', () => {
    const loaded = [
      resident('busy', 4, { isBusy: true, keepAliveMs: minute }),
      resident('pinned', 4, { keepAliveMs: Number.POSITIVE_INFINITY }),
      resident('z', 4, { weights: '2' }),
      resident('y', 4, { weights: '1' }),
      resident('short', 4, { keepAliveMs: minute }),
    ]
    const order = ['short', 'y', 'z', 'pinned', 'busy']
    expect(told(planLoad(wanted(24), loaded, { host: card, maxLoaded: 9 }))).toEqual(['yes', ...order])
  })

  test('unloads one where as many are loaded as may be, however small they are', () => {
    const loaded = [resident('a', 1), resident('b', 1), resident('c', 1)]
    expect(told(planLoad(wanted(1), loaded, room))).toEqual(['yes', 'a'])
  })

  test('of a model that is loaded already takes its place', () => {
    const loaded = [resident('new', 12), resident('b', 8)]
    expect(told(planLoad(wanted(16), loaded, room))).toEqual(['yes'])
    expect(told(planLoad(wanted(17), loaded, room))).toEqual(['yes', 'b'])
  })

  test('with no layers on the card needs RAM, of which models on the card take nothing', () => {
    const loaded = [resident('a', 20), resident('b', 0, { ramBytes: 4 * gib })]
    expect(told(planLoad(wanted(28, { place: 'cpu' }), loaded, room))).toEqual(['yes'])
    expect(told(planLoad(wanted(29, { place: 'cpu' }), loaded, room))).toEqual(['yes', 'a', 'b'])
    expect(planLoad(wanted(33, { place: 'cpu' }), [], room)?.fits).toBe('no')
  })

  test('into one memory for all counts what every model holds', () => {
    const host = { vramBytes: 20 * gib, ramBytes: 8 * gib, gpuCount: 1, isUnified: true }
    const loaded = [resident('a', 10, { ramBytes: 4 * gib })]
    expect(told(planLoad(wanted(6), loaded, { host, maxLoaded: 3 }))).toEqual(['yes'])
    expect(told(planLoad(wanted(7), loaded, { host, maxLoaded: 3 }))).toEqual(['yes', 'a'])
  })

  test('of which something is not known is not foretold', () => {
    expect(planLoad(wanted(null), [], room)).toBeNull()
    expect(planLoad(wanted(1, { place: null }), [], room)).toBeNull()
    expect(planLoad(wanted(1), [], null)).toBeNull()
    expect(planLoad(wanted(1), [], { host: { ...card, ramBytes: null }, maxLoaded: 3 })).toBeNull()
  })
})
