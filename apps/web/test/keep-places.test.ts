import { expect, test } from 'vitest'
import { keepPlaces, type Places } from '../src/features/overview/keep-places.ts'
import { runningModel } from './fixtures.ts'

const [a, b, c] = ['a:1', 'b:1', 'c:1'].map((name) => runningModel(name)) as [
  ReturnType<typeof runningModel>,
  ReturnType<typeof runningModel>,
  ReturnType<typeof runningModel>,
]

/** What is shown after each list, with what is being restarted. */
function shownAfter(...lists: readonly (readonly [models: readonly (typeof a)[], restarting: readonly string[]])[]) {
  let places: Places = new Map()
  return lists.map(([models, restarting]) => {
    const kept = keepPlaces(places, models, restarting)
    places = kept.places
    return kept.shown.map(({ name, state }) => `${name} ${state}`)
  })
}

test('a model that is restarted keeps its row, and its place', () => {
  const again = { ...a, state: 'loading' as const }
  expect(shownAfter([[a, b], []], [[b], ['a:1']], [[b, again], ['a:1']], [[b, a], []])).toEqual([
    ['a:1 loaded', 'b:1 loaded'],
    ['a:1 unloading', 'b:1 loaded'],
    ['a:1 loading', 'b:1 loaded'],
    ['a:1 loaded', 'b:1 loaded'],
  ])
})

test('what is stopped goes, and what is new comes last', () => {
  expect(shownAfter([[a, b], []], [[c, b], []])[1]).toEqual(['b:1 loaded', 'c:1 loaded'])
})
