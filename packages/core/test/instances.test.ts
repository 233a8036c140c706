import { expect, test } from 'vitest'
import { createInstances } from '../src/instances/instances.ts'
import { keepWatched, watchedIntervalMs } from '../src/instances/keep-watched.ts'
import { perInstance } from '../src/instances/per-instance.ts'
import { localActor } from '../src/kernel/call-context.ts'
import { stubInstance } from './stub-ollama.ts'

function setUp() {
  const closed: string[] = []
  const server = (name: string, url = 'http://127.0.0.1:11434') =>
    stubInstance({ [Symbol.asyncDispose]: async () => void closed.push(url) }, { name, url: new URL(url) }).instance
  const first = server('default')
  return { closed, server, first, instances: createInstances([first]) }
}

test('a server is added and found by name, and a duplicate name is refused', async () => {
  const { instances, server } = setUp()
  instances.add(server('lab', 'http://lab:11434'))
  expect(instances.list({ actor: localActor }).map(({ name, is_default }) => [name, is_default])).toEqual([
    ['default', true],
    ['lab', false],
  ])
  expect(instances.find('lab').url.host).toBe('lab:11434')
  expect(() => instances.add(server('lab'))).toThrow('A server named "lab" already exists.')
})

test('a removed server is closed and unknown; the default one cannot be removed', async () => {
  const { instances, server, closed } = setUp()
  instances.add(server('lab', 'http://lab:11434'))
  await instances.remove('lab')
  expect(closed).toEqual(['http://lab:11434'])
  expect(() => instances.find('lab')).toThrow('Ollama server "lab" not found.')
  await expect(instances.remove('lab')).rejects.toMatchObject({ code: 'instance_not_found' })
  await expect(instances.remove('default')).rejects.toMatchObject({ code: 'validation_failed' })
  expect(instances.find().name).toBe('default')
})

test('a server that replaces another starts without the data of the old one', async () => {
  const { instances, server, closed, first } = setUp()
  const known = perInstance(() => new Set<string>())
  known(first).add('a model that runs')
  expect(known(instances.find()).size).toBe(1)
  await instances.replace(server('default', 'http://elsewhere:11434'))
  expect(known(instances.find()).size).toBe(0)
  expect(closed).toEqual(['http://127.0.0.1:11434'])
})

test('what is stored of a simulated server is not stored of the real one with its name', () => {
  const demo = { tried: '127.0.0.1:11434', reason: 'connection refused' }
  const ids = [stubInstance().instance.id, stubInstance({}, { demo }).instance.id]
  expect(ids).toEqual(['default', 'demo:default'])
})

test.each([
  [10, 20],
  [100, 200],
  [1000, 200],
])('while somebody listens, %i servers are looked at %i times a second', async (servers, times) => {
  let looks = 0
  const loaded = async () => {
    looks += 1
    return []
  }
  const { instance, clock } = stubInstance({ loaded }, { watchedMs: watchedIntervalMs(servers) })
  const end = keepWatched(createInstances([instance]), clock)()
  await clock.advance(10_000)
  const before = looks
  await clock.advance(100_000)
  expect(((looks - before) * servers) / 100).toBe(times)
  end()
})
