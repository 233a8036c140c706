import { describe, expect, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createInstance, type InstanceOptions } from '../src/instances/instance.ts'
import { createSharedReadings } from '../src/instances/readings/shared-readings.ts'
import { createBackground } from '../src/kernel/background.ts'
import type { LoadedModel, Ollama } from '../src/ollama/ollama.ts'
import type { LinkListener, SharedLink } from '../src/replicas/shared-link.ts'
import { fakeClock } from './fake-clock.ts'
import { linkHub } from './replicas-set-up.ts'
import { installedModel, loadedModel, refused, stubOllama } from './stub-ollama.ts'

interface Machine {
  readonly host?: string
  readonly url?: string
  readonly version?: string
  readonly answers?: Partial<Ollama>
}

/** A link of one replica that can be lost while the others keep theirs. */
function breakable(link: SharedLink) {
  const restored = new Set<() => void>()
  let isUp = true
  return {
    ...link,
    isUp: () => isUp,
    publish: (channel: string, message: unknown) => (isUp ? link.publish(channel, message) : undefined),
    subscribe: (channel: string, listener: LinkListener) =>
      link.subscribe(channel, (...message) => (isUp ? listener(...message) : undefined)),
    onRestored(listener: () => void) {
      restored.add(listener)
      return () => void restored.delete(listener)
    },
    fail() {
      isUp = false
    },
    restore() {
      isUp = true
      for (const listener of restored) listener()
    },
  }
}

/** Replicas over one Ollama; the first is the leader. */
function replicated(answers: Partial<Ollama>, machines: readonly Machine[] = [{}, {}, {}]) {
  const clock = fakeClock()
  const hub = linkHub()
  const messages: string[] = []
  hub.link('nobody').subscribe('readings', (message) => messages.push(JSON.stringify(message)))
  const asked = { loaded: 0, installed: 0, version: 0 }
  let leading: number | null = 0
  const changed = new Set<() => void>()

  const replicas = machines.map((machine, index) => {
    const told = { ...answers, ...machine.answers }
    const ollama = stubOllama({
      ...told,
      loaded: async () => {
        asked.loaded += 1
        return told.loaded?.() ?? []
      },
      installed: async () => {
        asked.installed += 1
        return told.installed?.() ?? []
      },
      version: async () => {
        asked.version += 1
        return '0.32.15'
      },
    })
    const link = breakable(hub.link(`replica-${index}`))
    const isHeld = () => leading === index
    const leader = {
      isHeld,
      onChange(listener: (isHeld: boolean) => void) {
        changed.add(() => listener(isHeld()))
        return () => {}
      },
      confirm: async () => {},
    }
    const { host = 'one', version = '1', url = 'http://ollama.example:11434' } = machine
    const shared = createSharedReadings({ replicas: { link, leader }, version, clock, host })
    const background = createBackground({ clock })
    const events = createEventBus(clock, background)
    const looks: (readonly [readonly LoadedModel[], readonly LoadedModel[] | null])[] = []
    const options: InstanceOptions = { name: 'default', url: new URL(url), ollama, clock, events, background, shared }
    const instance = createInstance({ ...options, onLoaded: (_, now, before) => looks.push([now, before]) })
    return { instance, link, events, looks }
  })
  const [leader, ...others] = replicas
  if (!leader) throw new Error('There is a leader.')
  return {
    clock,
    messages,
    asked,
    replicas,
    leader,
    others,
    lead(index: number | null) {
      leading = index
      for (const listener of changed) listener()
    },
  }
}

const namesOf = (models: readonly { readonly name: string }[] | null) => models?.map(({ name }) => name)

test('three replicas ask Ollama as often as one, and all know what it answered', async () => {
  let models = [loadedModel('a:latest')]
  const answers = { loaded: async () => models, installed: async () => models.map(({ name }) => installedModel(name)) }
  const [one, three] = [replicated(answers, [{}]), replicated(answers)]
  for (const { clock } of [one, three]) await clock.advance(0)
  const atStart = { ...three.asked }
  models = [loadedModel('b:latest'), loadedModel('c:latest')]
  for (const { clock } of [one, three]) await clock.advance(600_000)
  expect(three.asked.loaded - atStart.loaded).toBe(one.asked.loaded - 1)
  expect(three.asked.installed - atStart.installed).toBe(one.asked.installed - 1)
  expect(three.asked.version - atStart.version).toBe(one.asked.version - 1)
  for (const { instance, looks } of three.replicas) {
    expect(namesOf(instance.loaded.current().value)).toEqual(['b:latest', 'c:latest'])
    expect(namesOf(instance.installed.current().value)).toEqual(['b:latest', 'c:latest'])
    expect(instance.loaded.current().fetchedAt).toBe(three.clock.now())
    expect(looks.map(([now, before]) => [namesOf(now), before && namesOf(before)])).toContainEqual([
      ['b:latest', 'c:latest'],
      ['a:latest'],
    ])
  }
})

test('a list that stays as it is is not sent again, and the same object goes on to be shown', async () => {
  const { clock, messages, others } = replicated({ installed: async () => [installedModel('a:latest')] })
  for (let settled = 0; settled < 10; settled += 1) await clock.advance(100)
  const before = others[0]?.instance.installed.current().value
  const atStart = messages.length
  await clock.advance(300_000)
  expect(others[0]?.instance.installed.current().value).toBe(before)
  expect(messages.slice(atStart).filter((message) => message.includes('digest-of-a:latest'))).toEqual([])
  expect(messages.length).toBeGreaterThan(atStart)
})

test('what somebody looks at on another replica is asked for as often as if it were looked at on the leader', async () => {
  const { clock, asked, others } = replicated({})
  await clock.advance(10_000)
  const before = asked.loaded
  await others[1]?.instance.loaded.read()
  await clock.advance(10_000)
  expect(asked.loaded - before).toBe(20)
  await clock.advance(20_000)
  const unwatched = asked.loaded
  await clock.advance(100_000)
  expect(asked.loaded - unwatched).toBe(10)
})

test('an action asks by itself, and what it learns is known everywhere and announced by the leader', async () => {
  let models: LoadedModel[] = []
  const { clock, asked, leader, others } = replicated({ loaded: async () => models })
  await clock.advance(5000)
  models = [loadedModel('a:latest')]
  const before = asked.loaded
  const reading = await others[0]?.instance.loaded.refresh()
  expect(namesOf(reading?.value ?? null)).toEqual(['a:latest'])
  expect(asked.loaded - before).toBe(1)
  await clock.advance(0)
  expect(namesOf(leader.instance.loaded.current().value)).toEqual(['a:latest'])
  expect(leader.looks.at(-1)?.map(namesOf)).toEqual([['a:latest'], []])
  expect(namesOf(others[1]?.instance.loaded.current().value ?? null)).toEqual(['a:latest'])
})

test('an answer to an earlier question does not replace what an action has learnt since', async () => {
  const slow = Promise.withResolvers<LoadedModel[]>()
  let isSlow = false
  const { clock, others, replicas } = replicated({}, [
    { answers: { loaded: async () => (isSlow ? slow.promise : []) } },
    { answers: { loaded: async () => (isSlow ? [loadedModel('new:latest')] : []) } },
  ])
  await clock.advance(9999)
  isSlow = true
  await clock.advance(1000)
  await others[0]?.instance.loaded.refresh()
  slow.resolve([loadedModel('old:latest')])
  await clock.advance(0)
  for (const { instance } of replicas) expect(namesOf(instance.loaded.current().value)).toEqual(['new:latest'])
})

describe('a server that is down', () => {
  test('is asked by the leader alone, told to all, and announced once', async () => {
    let isDown = false
    const { clock, asked, replicas, leader, others } = replicated({
      loaded: async () => (isDown ? Promise.reject(refused()) : []),
    })
    await clock.advance(5000)
    isDown = true
    const before = asked.loaded
    await clock.advance(65_000)
    expect(asked.loaded - before).toBeLessThan(12)
    for (const { instance } of replicas) {
      expect(instance.reachable()).toBe(false)
      expect(() => instance.expectReachable()).toThrow(expect.objectContaining({ code: 'ollama_unreachable' }))
    }
    isDown = false
    await clock.advance(10_000)
    for (const { instance } of replicas) expect(instance.reachable()).toBe(true)
    expect(leader.events.recent(9).map(({ type }) => type)).toEqual(['ollama.up', 'ollama.down'])
    for (const { events } of others) expect(events.recent(9)).toEqual([])
  })

  test('for one replica alone is not down for the others', async () => {
    let isCut = false
    const cut = { answers: { loaded: async () => (isCut ? Promise.reject(refused()) : []) } }
    const { clock, leader, others } = replicated({}, [{}, cut, {}])
    await clock.advance(5000)
    isCut = true
    expect((await others[0]?.instance.loaded.refresh())?.error?.code).toBe('ollama_unreachable')
    expect(leader.instance.reachable()).toBe(true)
    expect(others[1]?.instance.reachable()).toBe(true)
    await clock.advance(10_000)
    expect(others[0]?.instance.reachable()).toBe(true)
  })
})

describe('a replica that hears nothing', () => {
  test('asks by itself within seconds while its link is down, and no more once it hears again', async () => {
    let models = [loadedModel('a:latest')]
    const { clock, asked, others } = replicated({ loaded: async () => models })
    await clock.advance(20_000)
    const [one] = others
    one?.link.fail()
    await one?.instance.loaded.read()
    models = [loadedModel('b:latest')]
    await clock.advance(3000)
    expect(namesOf(one?.instance.loaded.current().value ?? null)).toEqual(['b:latest'])

    one?.link.restore()
    await clock.advance(40_000)
    const before = asked.loaded
    await clock.advance(100_000)
    expect(asked.loaded - before).toBe(10)
  })

  test('learns what it missed, although it is not told again', async () => {
    let models = [loadedModel('a:latest')]
    const { clock, leader, others } = replicated({ loaded: async () => models })
    await clock.advance(11_000)
    const [one] = others
    one?.link.fail()
    await leader.instance.loaded.refresh()
    await clock.advance(0)
    models = [loadedModel('b:latest')]
    await leader.instance.loaded.refresh()
    await clock.advance(0)
    one?.link.restore()
    expect(namesOf(one?.instance.loaded.current().value ?? null)).toEqual(['a:latest'])
    await clock.advance(10_000)
    expect(namesOf(one?.instance.loaded.current().value ?? null)).toEqual(['b:latest'])
  })

  test('since nobody leads asks for the others too, until somebody does', async () => {
    let models = [loadedModel('a:latest')]
    const { clock, asked, others, lead } = replicated({ loaded: async () => models })
    await clock.advance(20_000)
    lead(null)
    models = [loadedModel('b:latest')]
    await clock.advance(45_000)
    for (const { instance } of others) expect(namesOf(instance.loaded.current().value)).toEqual(['b:latest'])
    const before = asked.loaded
    await clock.advance(100_000)
    expect(asked.loaded - before).toBeLessThanOrEqual(20)
    lead(2)
    await clock.advance(0)
    const led = asked.loaded
    await clock.advance(100_000)
    expect(asked.loaded - led).toBe(10)
  })
})

describe('what is not shared', () => {
  test.each<[string, Machine[]]>([
    [
      'loopback addresses of two machines',
      [{ host: 'a' }, { host: 'b' }].map((one) => ({ ...one, url: 'http://[::1]:1' })),
    ],
    ['two addresses under one name', [{ url: 'http://a.example' }, { url: 'http://b.example' }]],
    ['two versions of the dashboard', [{ version: '1' }, { version: '2' }]],
  ])('%s', async (_, machines) => {
    const of = (name: string) => ({ answers: { loaded: async () => [loadedModel(name)] } })
    const { clock, replicas } = replicated(
      {},
      machines.map((machine, index) => ({ ...machine, ...of(`model-${index}:latest`) })),
    )
    await clock.advance(60_000)
    expect(replicas.map(({ instance }) => namesOf(instance.loaded.current().value))).toEqual([
      ['model-0:latest'],
      ['model-1:latest'],
    ])
  })

  test('a list of megabytes: it is asked for by each when it has changed', async () => {
    const list = (name: string) => Array.from({ length: 3000 }, (_, index) => installedModel(`${name}-${index}:latest`))
    let models = list('a')
    const { clock, messages, others } = replicated({ installed: async () => models })
    await clock.advance(1000)
    models = list('b')
    await clock.advance(30_000)
    expect(others[0]?.instance.installed.current().value?.[0]?.name).toBe('b-0:latest')
    expect(Math.max(...messages.map(({ length }) => length))).toBeLessThan(1000)
  })
})
