import { once } from 'node:events'
import { glob, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StatsHistory } from '@ollama-dashboard/contracts'
import { type CallContext, type Core, localActor, openCore, openStorage } from '@ollama-dashboard/core'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../../packages/core/test/fake-clock.ts'
import { startDemo } from '../src/boot/demo/start-demo.ts'

const context: CallContext = { actor: localActor, signal: new AbortController().signal }
/** A Wednesday, in the middle of work. */
const start = new Date(2026, 2, 11, 10, 20).getTime()
const hourMs = 3_600_000
const ranges = { '15m': hourMs / 4, '1h': hourMs, '24h': 24 * hourMs, '7d': 7 * 24 * hourMs } as const

const historyOf = async ({ system }: Core, input: Parameters<Core['system']['history']>[1]): Promise<StatsHistory> =>
  JSON.parse(String((await system.history(context, input)).bytes))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** A demo that keeps what people do in a folder, until an Ollama answers at its port. */
async function startedDemo() {
  const clock = fakeClock(start)
  const port = await freePort()
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const awaited = { name: 'default', url: new URL(`http://127.0.0.1:${port}`) }
  const running = await startDemo(awaited, 'connection refused', () => undefined)
  const storage = await openStorage({ dataDir, clock })
  const host = (await startSimulator({ scenario: 'laptop' })) satisfies AsyncDisposable
  const core = await openCore({
    storage,
    acceptedKeys: null,
    clock,
    instances: [awaited],
    version: '1.0.0',
    dataDir,
    demo: running.demo,
    host: { sample: async () => host.host() },
  })
  let isClosed = false
  async function close() {
    if (isClosed) return
    isClosed = true
    for (const opened of [core, storage, running, host]) await opened[Symbol.asyncDispose]()
  }
  onTestFinished(close)
  return { core, clock, port, dataDir, machine: running.demo.machine, close }
}

test('a demo begins with a week behind it that goes on in the present', async () => {
  const { core, machine } = await startedDemo()
  const live = await machine.probe.sample(context.signal)
  for (const range of Object.keys(ranges) as (keyof typeof ranges)[]) {
    const { points, step_seconds, gpus } = await historyOf(core, { range })
    const stepMs = step_seconds * 1000
    const times = points.map(({ t }) => Date.parse(t))
    expect(times.filter((time, index) => index > 0 && time - (times[index - 1] ?? 0) !== stepMs)).toEqual([])
    expect((times.length + 1) * stepMs).toBeGreaterThanOrEqual(ranges[range])
    expect(start - (times.at(-1) ?? 0)).toBeLessThan(2 * stepMs)
    expect(points.at(-1)?.vram?.max).toBe(live.vram?.percent)
    const told = gpus.flatMap((gpu) => [gpu.utilization_percent, gpu.temperature_celsius, gpu.power_watts])
    expect(told.map((figure) => figure?.filter((spread) => spread !== null).length)).toEqual(
      [1, 2, 3].map(() => points.length),
    )
  }

  const { history, models } = await core.chat.allPerformance(context, { range: '7d' })
  expect(new Set(history.map(({ t }) => new Date(t).getDay())).size).toBe(7)
  expect(history.filter(({ tokens_per_second }) => tokens_per_second === null)).toEqual([])
  expect(models.map(({ model }) => model)).toContain('qwen3:14b')
  const last = models.find(({ model }) => model === 'qwen3:14b')?.last_used_at ?? ''
  expect(start - Date.parse(last)).toBeLessThan(hourMs)

  const events = core.events.recent(context, { limit: 1000 })
  const moments = events.map(({ at }) => Date.parse(at))
  expect(moments).toEqual(moments.toSorted((a, b) => b - a))
  expect(Math.max(...moments)).toBeLessThanOrEqual(start)
  const types = [
    'model.loaded',
    'model.unloaded',
    'job.changed',
    'settings.saved',
    'settings.removed',
    'prompt.truncated',
  ]
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(types))
})

test('a demo has a week of operations behind it, with one that was slow and one that failed', async () => {
  const { core } = await startedDemo()
  const { operations, anomalies } = await core.operations.statistics(context, { range: '7d' })
  const known = operations.map(({ operation }) => operation)
  expect(known).toEqual(
    expect.arrayContaining(['start', 'stop', 'pull', 'chat', 'collector:running', 'collector:stats']),
  )
  expect(operations.find(({ operation }) => operation === 'chat')?.history.length).toBeGreaterThan(20)
  const starts = operations.find(({ operation }) => operation === 'start')
  expect(Number(starts?.total) - Number(starts?.succeeded)).toBe(1)
  expect(anomalies).toMatchObject([{ operation: 'start', instance: 'default', seconds: 41.7, threshold_seconds: 30 }])
})

test('it has tried settings of a model, which nothing is saved for any more', async () => {
  const { core } = await startedDemo()
  const input = { model: 'gpt-oss:20b' }
  const { changes } = await core.settings.history(context, input)
  const times = changes.map(({ at }) => Date.parse(at))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  const saved: Record<string, unknown> = {}
  for (const { setting, before, after } of changes.toReversed().flatMap(({ changed }) => changed)) {
    expect(saved[setting] ?? null).toBe(before)
    saved[setting] = after
  }
  expect(changes.length).toBeGreaterThan(2)
  expect(new Set(Object.values(saved))).toEqual(new Set([null]))
  expect((await core.settings.find(context, input)).entry.settings).toEqual({})
  const told = core.events.recent(context, { limit: 1000 }).filter(({ type }) => type.startsWith('settings.'))
  expect(told.map(({ at }) => Date.parse(at))).toEqual(times)
})

test('its chats are of the past week, each reply a request of its model', async () => {
  const { core } = await startedDemo()
  const { sessions } = await core.conversations.page(context, {})
  expect(sessions.length).toBeGreaterThan(6)
  expect(new Set(sessions.map(({ model }) => model)).size).toBeGreaterThan(5)
  const chats = await Promise.all(sessions.map(({ id }) => core.conversations.find(context, { id })))
  for (const { messages, updated_at } of chats) {
    expect(messages.map(({ role }) => role)).toEqual(messages.map((_, index) => (index % 2 ? 'assistant' : 'user')))
    expect(Date.parse(updated_at)).toBeLessThan(start)
    expect(Date.parse(updated_at)).toBeGreaterThan(start - 7 * 24 * hourMs)
  }
  const replies = chats.flatMap(({ messages }) => messages.filter(({ role }) => role === 'assistant'))
  const counted = (is: (reply: (typeof replies)[number]) => unknown) => replies.filter(is).length
  expect(counted(({ interrupted }) => interrupted)).toBe(1)
  expect(counted(({ metrics }) => metrics)).toBe(replies.length - 1)
  expect(counted(({ thinking }) => thinking)).toBeGreaterThan(1)
  expect(counted(({ content }) => content.includes('```'))).toBeGreaterThan(1)
})

test('its presets are of the past week', async () => {
  const { core } = await startedDemo()
  const presets = await core.presets.list(context)
  expect(presets.map(({ name }) => name)).toEqual(['Code reviewer', 'Short answers', 'Translator'])
  for (const { updated_at } of presets) {
    expect(Date.parse(updated_at)).toBeLessThan(start)
    expect(Date.parse(updated_at)).toBeGreaterThan(start - 7 * 24 * hourMs)
  }
})

test('nothing of it stays when a real Ollama answers, nor was ever written: only what somebody did', async () => {
  const { core, clock, port, dataDir, close } = await startedDemo()
  const { conversations } = core
  const question = { role: 'user', content: 'A question of my own' } as const
  const own = await conversations.save(context, { model: 'qwen3:14b', messages: [question] })
  const from = { id: 'demo-rowing-club', messages: 2 }
  await conversations.save(context, { id: 'fork', model: 'qwen3:14b', from, messages: [question] })
  const exported = await conversations.find(context, { id: 'demo-sourdough' })
  await conversations.importAll(context, { entries: [exported, { ...exported, id: 'copy' }] })
  await conversations.update(context, { id: 'demo-nginx-logs', title: 'A title of my own' })
  expect((await conversations.page(context, { q: 'of my own' })).sessions).toHaveLength(3)
  const ownPreset = await core.presets.create(context, { name: 'A preset of my own', system: 'My text' })

  await using _ = await startSimulator({ scenario: 'laptop', port })
  await expect
    .poll(async () => {
      await clock.advance(3000)
      return core.instances.list(context)[0]?.demo
    })
    .toBeNull()
  expect((await conversations.page(context, {})).sessions.map(({ id }) => id)).toEqual([own])
  for (const id of ['demo-rowing-club', 'fork', 'copy']) {
    await expect(conversations.find(context, { id })).rejects.toMatchObject({ code: 'session_not_found' })
  }
  expect(await core.presets.list(context)).toEqual([ownPreset])
  expect((await core.chat.allPerformance(context, { range: '30d' })).models).toEqual([])
  expect((await core.settings.history(context, { model: 'gpt-oss:20b' })).changes).toEqual([])
  expect(core.events.recent(context, { limit: 1000 }).filter(({ at }) => Date.parse(at) < start)).toEqual([])
  expect((await historyOf(core, { range: '7d' })).points.length).toBeLessThan(2)
  expect((await core.timeline.list(context, { kinds: ['restart'] })).entries).toMatchObject([
    { type: 'dashboard.started', detail: 'For the first time.' },
  ])

  await close()
  const written = await textOf(dataDir)
  expect(written).toContain(question.content)
  for (const past of ['demo-', 'demo:', 'Still Water', 'Translator', 'Sourdough', 'full jitter', 'A title of my own'])
    expect(written).not.toContain(past)
})

/** Everything that the files of a folder hold. */
async function textOf(folder: string): Promise<string> {
  let text = ''
  for await (const file of glob('**', { cwd: folder })) {
    const path = join(folder, file)
    if ((await stat(path)).isFile()) text += await readFile(path, 'latin1')
  }
  return text
}

test('the timeline of a demo tells of a week, with an upgrade that made one model slower', async () => {
  const { core } = await startedDemo()
  const { entries } = await core.timeline.list(context, {
    limit: 200,
    kinds: ['model', 'reload', 'server', 'restart', 'version'],
  })
  expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['model', 'reload', 'server', 'restart', 'version']))
  // The dashboard has been there all the week.
  expect(entries.flatMap(({ kind, type }) => (kind === 'restart' ? [type] : []))).toEqual([
    'dashboard.started',
    'dashboard.stopped',
  ])
  const upgrade = entries.find(({ type }) => type === 'ollama.version')
  const slower = upgrade?.speeds.filter(({ change_percent }) => change_percent !== null && change_percent < -10)
  expect(slower).toMatchObject([{ instance: 'default', model: 'qwen3:14b' }])
})
