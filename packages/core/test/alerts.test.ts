import { expect, test } from 'vitest'
import type { Figures } from '../src/alerts/rules/alert-rule.ts'
import { builtInRules } from '../src/alerts/rules/built-in-rules.ts'
import type { Finding } from '../src/kernel/contributions.ts'
import { host, loaded, server, setUpAlerts } from './alerts-set-up.ts'

type Given = Awaited<ReturnType<typeof setUpAlerts>>
type Seen = Partial<Omit<Figures, 'signals'>>

const finding = (name: string, status: Finding['status']): Finding => ({ name, status, detail: 'x', checkedAt: null })
const gpu = { index: 0, name: 'GPU', vendor: null, memory: 'dedicated', runs_models: true } as const
const gpuAt = (temperature_celsius: number) => [
  { ...gpu, vram_total: null, vram_used: null, utilization_percent: null, temperature_celsius, power_watts: null },
]
const ofFinding = (name: string): [Seen, Seen] => [
  { findings: [finding(name, 'unhealthy')] },
  { findings: [finding(name, 'healthy')] },
]

/** For each rule, figures by which it fires and by which it does not; or what happens, and for how long it is known. */
const troubles: Readonly<Record<string, [Seen, Seen] | ((given: Given) => void)>> = {
  ollama_unreachable: [
    { servers: [server({ isReachable: false, sinceSeconds: 1 })] },
    { servers: [server({ sinceSeconds: 1 })] },
  ],
  prompt_truncated: ({ signals }) =>
    signals.note('cut', { instance: 'lab', model: 'a', promptTokens: 9, contextLength: 4, contextNeeded: 16 }),
  slow_operation: ({ signals }) =>
    signals.note('slow', { instance: 'lab', model: 'a', operation: 'start', seconds: 41, thresholdSeconds: 30 }),
  model_on_cpu: [{ servers: [server({ loaded: loaded(0) })] }, { servers: [server({ loaded: loaded(10e9) })] }],
  runner_stuck: [
    { servers: [server({ loaded: loaded(10e9, { expiredSeconds: 300 }) })] },
    { servers: [server({ loaded: loaded(10e9, { expiredSeconds: -300 }) })] },
  ],
  vram_held: [{ heldVram: 8e9 }, { heldVram: 0 }],
  slower_after_upgrade: [
    {
      slower: [
        {
          instance: 'lab',
          model: 'a',
          type: 'ollama.version',
          versions: { before: '1', after: '2' },
          before: 20,
          after: 10,
          changePercent: -50,
        },
      ],
    },
    { slower: [] },
  ],
  vram_high: [{ host: host({ vram: { total: 100, used: 96, free: 4, percent: 96 } }) }, { host: host() }],
  memory_high: [{ host: host({ memory: { total: 100, used: 91, available: 9, percent: 91 } }) }, { host: host() }],
  cpu_high: [{ host: host({ cpu_percent: 91 }) }, { host: host() }],
  disk_high: [{ host: host({ disk: { path: '/', total: 100, used: 91, free: 9, percent: 91 } }) }, { host: host() }],
  disk_full: [{ host: host({ disk: { path: '/', total: 100, used: 98, free: 2, percent: 98 } }) }, { host: host() }],
  gpu_hot: [{ host: host({ gpus: gpuAt(91) }) }, { host: host({ gpus: gpuAt(60) }) }],
  gpu_lost: ofFinding('gpu'),
  collector_failing: [
    { servers: [server({ collectors: [{ name: 'available', failures: 5, problem: 'x' }] })] },
    { servers: [server()] },
  ],
  retry_failures: ({ signals }) => {
    for (const failed of [true, true, true, false]) signals.note('attempt', { instance: 'lab', failed })
  },
  cache_hits_low: [{ servers: [server({ cacheHitPercent: 60 })] }, { servers: [server({ cacheHitPercent: 90 })] }],
  rate_limited: ({ signals }) => {
    for (let time = 0; time < 3; time += 1) signals.note('refusal', { bucket: 'model_pull' })
  },
  storage_unavailable: ofFinding('storage'),
  replicas_apart: ofFinding('replicas'),
  audit_unwritable: ofFinding('audit'),
  file_unreadable: ofFinding('settings-file'),
  delivery_failing: ofFinding('alerts:delivery'),
}

test.each(builtInRules)(
  '$id fires after its hold, and resolves by itself',
  async ({ id, defaults, window_seconds }) => {
    const given = await setUpAlerts()
    const trouble = troubles[id]
    if (!trouble) throw new Error('No trouble is known.')
    const isSeen = () => given.firing().some(({ rule }) => rule === id)
    await given.seconds(10)
    expect(given.firing()).toEqual([])
    if (typeof trouble === 'function') trouble(given)
    else given.see(trouble[0])
    await given.seconds(defaults.for_seconds - 1)
    if (defaults.for_seconds > 5) expect(isSeen()).toBe(false)
    await given.seconds(11)
    expect(isSeen()).toBe(true)
    if (typeof trouble !== 'function') given.see(trouble[1])
    // A day of looks every five seconds takes a test too long.
    if (window_seconds === 86_400) return
    await given.seconds((window_seconds ?? 0) + 60)
    expect(isSeen()).toBe(false)
    expect(given.failures).toEqual([])
  },
)

const full = (percent: number) => ({ host: host({ vram: { total: 100, used: 1, free: 1, percent } }) })

test('what is hardly below its threshold resolves nothing', async () => {
  const given = await setUpAlerts()
  given.see(full(97))
  await given.seconds(310)
  given.see(full(94))
  await given.seconds(600)
  expect(given.firing()).toHaveLength(1)
  given.see(full(90))
  await given.seconds(40)
  expect(given.firing()).toEqual([])
})

test('what holds for less than it has to fires nothing', async () => {
  const given = await setUpAlerts()
  given.see(full(97))
  await given.seconds(290)
  given.see(full(50))
  await given.seconds(10)
  given.see(full(97))
  await given.seconds(290)
  expect(given.firing()).toEqual([])
})

const down = { servers: [server({ isReachable: false, sinceSeconds: 1 })] }

test('what comes and goes is one alert with a count, and few messages', async () => {
  const given = await setUpAlerts()
  const ids = new Set<string>()
  for (let time = 0; time < 10; time += 1) {
    given.see(down)
    await given.seconds(40)
    for (const { id } of given.firing()) ids.add(id)
    given.see({ servers: [server()] })
    await given.seconds(40)
  }
  expect(ids.size).toBe(1)
  given.see(down)
  await given.seconds(40)
  expect(given.firing()[0]?.occurrences).toBe(11)
  expect((await given.told()).length).toBeLessThan(6)
})

test('a server that does not answer silences what follows from it, also just after it is back', async () => {
  const given = await setUpAlerts()
  const collectors = [{ name: 'available', failures: 9, problem: 'x' }]
  given.see({ servers: [server({ isReachable: false, sinceSeconds: 1, collectors })] })
  await given.seconds(100)
  expect(given.firing().map(({ rule }) => rule)).toEqual(['ollama_unreachable'])
  given.see({ servers: [server({ sinceSeconds: 5, collectors })] })
  await given.seconds(40)
  expect(given.firing()).toEqual([])
})

test('what somebody resolved fires again only after its cause was gone', async () => {
  const given = await setUpAlerts()
  given.see(down)
  await given.seconds(40)
  const [alert] = given.firing()
  const id = alert?.id ?? ''
  const { changed } = await given.clock.until(given.alerts.resolve(given.context, { id }))
  expect(changed).toBe(true)
  await given.seconds(300)
  expect(given.firing()).toEqual([])
  given.see({ servers: [server()] })
  await given.seconds(40)
  given.see(down)
  await given.seconds(40)
  expect(given.firing()).toMatchObject([{ id, occurrences: 2 }])
})

test('nothing is told of what is muted, until the mute ends', async () => {
  const given = await setUpAlerts()
  given.see(full(97))
  await given.seconds(310)
  given.see(full(10))
  await given.seconds(40)
  expect(await given.told()).toEqual(['firing vram_high', 'resolved vram_high'])
  const [alert] = (await given.clock.until(given.alerts.list(given.context, {}))).alerts
  const until = new Date(given.clock.now() + 3_600_000).toISOString()
  await given.clock.until(given.alerts.mute(given.context, { id: alert?.id ?? '', until }))
  given.see(full(97))
  await given.seconds(310)
  expect(given.firing()).toMatchObject([{ rule: 'vram_high', muted_until: until, delivery: 'none' }])
  expect(await given.told()).toHaveLength(2)
  await given.seconds(3600)
  expect((await given.told()).at(-1)).toBe('firing vram_high')
})

test('an alert that fires is the same one after a restart, and is not told twice', async () => {
  const before = await setUpAlerts()
  before.see(down)
  await before.seconds(40)
  expect(await before.told()).toEqual(['firing ollama_unreachable'])
  const [alert] = before.firing()
  await before.close()
  const after = await setUpAlerts({ storage: before.storage, clock: before.clock })
  after.see(down)
  await after.seconds(40)
  expect(after.firing()).toMatchObject([{ id: alert?.id, occurrences: 1 }])
  after.see({ servers: [server()] })
  await after.seconds(40)
  expect(after.firing()).toEqual([])
  expect(await after.told()).toEqual(['resolved ollama_unreachable'])
})

test('a message that arrived is told of at once', async () => {
  const { see, seconds, told, firing, deliver, events } = await setUpAlerts()
  see({ servers: [server({ isReachable: false })] })
  await seconds(40)
  await told()
  const seen: unknown[] = []
  events.listen((event) => void seen.push(event))
  deliver(firing()[0]?.id ?? '')
  await expect.poll(() => seen).toMatchObject([{ type: 'alert.changed', alert: { delivery: 'delivered' } }])
})
