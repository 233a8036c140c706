import { expect, test } from 'vitest'
import { ollamaFailure } from '../src/ollama/errors/ollama-errors.ts'
import { installedModel, loadedModel, refused, shownModel, stubInstance } from './stub-ollama.ts'

test('a server that goes down and comes back is announced once each time, with the reason', async () => {
  let isDown = false
  const { instance, clock, events } = stubInstance({ loaded: async () => (isDown ? Promise.reject(refused()) : []) })
  await clock.advance(10_000)
  expect(instance.reachable()).toBe(true)
  isDown = true
  await clock.advance(30_000)
  expect(instance.reachable()).toBe(false)
  isDown = false
  await clock.advance(10_000)
  expect(instance.reachable()).toBe(true)
  expect(events.recent(10).map(({ type, detail }) => [type, detail])).toEqual([
    ['ollama.up', undefined],
    ['ollama.down', 'Ollama refused the connection.'],
  ])
})

test('a returning server is read again at once', async () => {
  let version = '0.24.0'
  let isDown = true
  const { instance, clock } = stubInstance({
    version: async () => version,
    loaded: async () => (isDown ? Promise.reject(refused()) : []),
  })
  await clock.advance(0)
  expect(instance.version.current().value).toBe('0.24.0')
  version = '0.32.15'
  isDown = false
  await clock.advance(2000)
  expect(instance.version.current().value).toBe('0.32.15')
})

test.each([
  ['an error that Ollama answers', () => ollamaFailure({ status: 500, body: '{"error":"internal"}' })],
  ['a page of a proxy', () => ollamaFailure({ status: 403, body: '<html>403</html>' })],
  ['an answer that cannot be read', () => new TypeError('a fault of ours')],
])('%s in place of the loaded models is unreadable', async (_, failure) => {
  const { instance, clock, background } = stubInstance({ loaded: async () => Promise.reject(failure()) })
  await clock.advance(0)
  expect(instance.reachable()).toBe(false)
  const isOurs = failure() instanceof TypeError
  expect(background.failures()).toMatchObject(isOurs ? [{ work: 'watching default', count: 1 }] : [])
})

test('an action fails at once with the code of the known problem', async () => {
  const { instance, clock } = stubInstance({
    loaded: async () => Promise.reject(ollamaFailure({ status: 401, body: '<html>401</html>' })),
  })
  await clock.advance(60_000)
  expect(() => instance.expectReachable()).toThrow(expect.objectContaining({ code: 'ollama_unauthorized' }))
})

test('after five failures in a row actions fail at once, until the server answers again', async () => {
  let isDown = true
  const { instance, clock } = stubInstance({ loaded: async () => (isDown ? Promise.reject(refused()) : []) })
  await clock.advance(14_000)
  expect(instance.loaded.current().failures).toBe(4)
  expect(() => instance.expectReachable()).not.toThrow()
  await clock.advance(10_000)
  expect(() => instance.expectReachable()).toThrow(
    expect.objectContaining({ code: 'ollama_unreachable', hint: expect.any(String) }),
  )
  isDown = false
  await clock.advance(10_000)
  expect(() => instance.expectReachable()).not.toThrow()
})

test('a server without a list of what is loaded is asked all the same, for as long as it lists its models', async () => {
  const notFound = () => ollamaFailure({ status: 404, body: '{"detail":"Not Found"}' })
  let hasModels = true
  const { instance, clock } = stubInstance({
    loaded: async () => Promise.reject(notFound()),
    installed: async () => (hasModels ? [installedModel('a:latest')] : Promise.reject(notFound())),
  })
  await clock.advance(60_000)
  expect(() => instance.expectReachable()).not.toThrow()
  hasModels = false
  await clock.advance(60_000)
  expect(() => instance.expectReachable()).toThrow(expect.objectContaining({ code: 'ollama_error' }))
})

test('details missing in a list are read once per digest, a few at a time', async () => {
  let atOnce = 0
  let most = 0
  const asked: string[] = []
  const models = Array.from({ length: 20 }, (_, index) =>
    installedModel(`m${index}:latest`, { capabilities: null, contextLength: null }),
  )
  const copy = installedModel('copy:latest', { digest: 'digest-of-m0:latest', capabilities: null, contextLength: null })
  const { instance, clock } = stubInstance({
    installed: async () => [...models, copy],
    show: async (name) => {
      asked.push(name)
      atOnce += 1
      most = Math.max(most, atOnce)
      await Promise.resolve()
      atOnce -= 1
      return shownModel({ capabilities: ['completion', 'tools'] })
    },
  })
  await clock.advance(100_000)
  expect(asked).toHaveLength(20)
  expect(most).toBe(4)
  expect(instance.traits.of(copy)).toEqual({ capabilities: ['completion', 'tools'], contextLength: 8192 })
})

test('a model that cannot be shown stays unknown, and is asked for again with the next list', async () => {
  let failures = 1
  const model = installedModel('odd:latest', { capabilities: null, contextLength: null })
  const { instance, clock } = stubInstance({
    installed: async () => [model],
    show: async () => {
      if (failures-- > 0) throw refused()
      return shownModel()
    },
  })
  await clock.advance(0)
  expect(instance.traits.of(model)).toEqual({ capabilities: null, contextLength: null })
  await clock.advance(30_000)
  expect(instance.traits.of(model).contextLength).toBe(8192)
})

test('per-layer values are asked for only where a model has them, and its vocabulary is not kept', async () => {
  const asked: unknown[] = []
  const hybrid = { 'general.architecture': 'lfm2', 'lfm2.attention.head_count_kv': null }
  const { instance } = stubInstance({
    show: async (_, options) => {
      asked.push(options)
      if (!options?.verbose) return shownModel({ modelInfo: hybrid })
      const layers = { 'lfm2.attention.head_count_kv': [0, 8], 'tokenizer.ggml.tokens': Array(5000).fill('a') }
      return shownModel({ modelInfo: { ...hybrid, ...layers } })
    },
  })
  const model = installedModel('lfm2:latest')
  const [first, second] = await Promise.all([instance.shown.get(model), instance.shown.get(model)])
  expect(first).toBe(second)
  expect(first.modelInfo).toEqual({ 'general.architecture': 'lfm2', 'lfm2.attention.head_count_kv': [0, 8] })
  expect(asked).toEqual([{}, { verbose: true }])
})

test('loaded models are reported with the previous ones, null at first', async () => {
  const changes: (string[] | undefined)[][] = []
  let models = [loadedModel('a:latest')]
  const { clock } = stubInstance(
    { loaded: async () => models },
    { onLoaded: (_, now, before) => changes.push([now.map(({ name }) => name), before?.map(({ name }) => name)]) },
  )
  await clock.advance(0)
  models = [loadedModel('b:latest')]
  await clock.advance(10_000)
  expect(changes).toEqual([
    [['a:latest'], undefined],
    [['b:latest'], ['a:latest']],
  ])
})
