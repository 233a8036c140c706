import { createHmac } from 'node:crypto'
import type { Alert } from '@ollama-dashboard/contracts'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type AlertDeliveryOptions, openAlertDelivery } from '../src/alerts/delivery/alert-delivery.ts'
import type { AlertDeliveryConfig } from '../src/alerts/delivery/channel.ts'
import { parseChannels } from '../src/alerts/delivery/parse-channels.ts'
import { createBackground } from '../src/kernel/background.ts'
import { systemContext } from '../src/kernel/call-context.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import type { Storage } from '../src/storage/storage.ts'
import { alertOf, contentOf } from './alert-message.ts'
import { type Receiver, receiver } from './alert-receiver.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'

const minuteMs = 60_000

async function setUp(
  alerts: AlertDeliveryConfig,
  known: { storage?: Storage; clock?: FakeClock } & Partial<AlertDeliveryOptions> = {},
) {
  const clock = known.clock ?? fakeClock()
  const storage = known.storage ?? (await createMemoryStorage(clock))
  const report = vi.fn()
  const background = createBackground({ clock, report })
  const delivery = await openAlertDelivery({ random: () => 0.5, ...known, alerts, storage, clock, background })
  onTestFinished(async () => {
    await clock.until(Promise.resolve(delivery[Symbol.asyncDispose]()))
    expect(report).not.toHaveBeenCalled()
  })
  const { channels } = alerts
  let number = 0
  /** Stores messages as the engine does, and lets them go. */
  async function send(...sent: readonly Alert[]) {
    for (const alert of sent)
      await storage.alertMessages.add(
        channels.map(({ id }) => ({
          id: `message-${++number}-${id}`,
          channel: id,
          content: contentOf(alert),
          createdAt: new Date(clock.now()).toISOString(),
        })),
      )
    delivery.messages.added()
  }
  const seen = async () => delivery.deliveries(systemContext, { limit: 100 })
  /** Resolves once an attempt is noted, after which the next one is made so much later. */
  const nextIn = (ms: number) =>
    settled(async () => (await seen()).channels[0]?.next_attempt_at === new Date(clock.now() + ms).toISOString())
  return { clock, storage, delivery, send, seen, nextIn }
}

const to = (...addresses: string[]): AlertDeliveryConfig => ({ channels: parseChannels(addresses.join()) })
const titles = ({ received }: Receiver) => received.map(({ body }) => JSON.parse(body).alert.title)

/** Lets real sockets answer, without moving the time on. */
const settled = (condition: () => boolean | Promise<boolean>) =>
  vi.waitFor(async () => expect(await condition()).toBe(true), 5000)

describe('a message', () => {
  test('arrives once at a receiver that fails four times first, and is the same each time', async () => {
    const box = await receiver((response, at) => response.writeHead(at < 4 ? 503 : 200).end())
    const { clock, send, seen, nextIn } = await setUp(to(`${box.url}/hook`))
    await send(alertOf())
    const waits = [5000, 30_000, 120_000, 600_000]
    for (const [at, ms] of waits.entries()) {
      await box.came(at + 1)
      await nextIn(ms)
      await clock.advance(ms - 1)
      expect(box.received).toHaveLength(at + 1)
      await clock.advance(1)
    }
    await box.came(5)
    await settled(async () => (await seen()).deliveries[0]?.state === 'delivered')
    await clock.advance(60 * minuteMs)
    expect(box.received).toHaveLength(5)
    expect(new Set(box.received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(box.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(await seen()).toMatchObject({
      channels: [{ waiting: 0, last_error: null, attempt: null }],
      deliveries: [{ state: 'delivered', attempts: 5, last_error: null, next_attempt_at: null }],
      max_attempts: 5,
    })
  })

  test('is given up after five tries, and the next one is sent', async () => {
    const box = await receiver((response, at) => response.writeHead(at < 5 ? 500 : 200).end('out of order'))
    const { clock, send, seen, delivery, nextIn } = await setUp(to(`${box.url}/hook`))
    await send(alertOf({ title: 'first' }), alertOf({ id: 'alert-2', title: 'second' }))
    for (const [at, ms] of [5000, 30_000, 120_000, 600_000].entries()) {
      await box.came(at + 1)
      await nextIn(ms)
      expect((await seen()).deliveries[1]?.last_error).toBe('HTTP 500: out of order')
      await clock.advance(ms)
    }
    await box.came(6)
    await settled(async () => (await seen()).deliveries[0]?.state === 'delivered')
    expect((await seen()).deliveries.map(({ title, state }) => [title, state])).toEqual([
      ['second', 'delivered'],
      ['first', 'failed'],
    ])
    expect(delivery.health()).toMatchObject([{ status: 'healthy' }])
    const [total] = delivery.metrics
    const samples = (await total?.samples()) ?? []
    expect(samples.map(({ labels, value }) => [labels['state'], value])).toEqual([
      ['delivered', 1],
      ['failed', 1],
      ['retried', 4],
    ])
  })

  test('is not sent again to a receiver that refuses it for good', async () => {
    for (const status of [400, 401, 403, 410, 413, 301]) {
      const box = await receiver((response) => response.writeHead(status, { location: 'https://evil.example/' }).end())
      const { clock, send, seen, delivery } = await setUp(to(`${box.url}/hook`))
      await send(alertOf())
      await settled(async () => (await seen()).deliveries[0]?.state === 'failed')
      await clock.advance(60 * minuteMs)
      expect(box.received).toHaveLength(1)
      expect(delivery.health()).toMatchObject([
        { name: 'alerts:delivery', status: 'degraded', detail: expect.stringContaining(`HTTP ${status}`) },
      ])
    }
  })

  test('waits as long as the receiver asks, in whatever way it does', async () => {
    const asks: [string, (response: import('node:http').ServerResponse) => void][] = [
      ['webhook', (response) => response.writeHead(429, { 'retry-after': '70' }).end()],
      ['webhook', (response) => response.writeHead(503, { 'retry-after': 'Thu, 01 Jan 2026 00:01:10 GMT' }).end()],
      ['discord', (response) => response.writeHead(429).end('{"message":"slow down","retry_after":70}')],
      ['telegram', (response) => response.writeHead(429).end('{"ok":false,"parameters":{"retry_after":70}}')],
    ]
    for (const [kind, ask] of asks) {
      const box = await receiver((response, at) => (at === 0 ? ask(response) : response.end('{}')))
      const { clock, send, nextIn } = await setUp(to(`${kind}+${box.url}/bot1:abc/sendMessage?chat_id=1`))
      await send(alertOf())
      await nextIn(70_000)
      await clock.advance(69_999)
      expect(box.received).toHaveLength(1)
      await clock.advance(1)
      await box.came(2)
    }
  })

  test('is given up on after a day, however long a receiver was away', async () => {
    const box = await receiver()
    const { clock, storage, send, seen, delivery } = await setUp(to('http://127.0.0.1:1/hook#box'))
    await send(alertOf())
    await settled(async () => (await seen()).deliveries[0]?.last_error === 'The connection was refused.')
    await delivery[Symbol.asyncDispose]()
    await clock.advance(25 * 60 * minuteMs)
    const later = await setUp(to(`${box.url}/hook#box`), { storage, clock })
    await settled(async () => (await later.seen()).deliveries[0]?.state === 'failed')
    expect((await later.seen()).deliveries[0]?.last_error).toBe('It had waited for more than a day.')
    expect(box.received).toEqual([])
  })

  test('of which there was no answer in 5 s is tried again', async () => {
    const box = await receiver((response, at) => void (at > 0 && response.end()))
    const { clock, send, seen, nextIn } = await setUp(to(`${box.url}/hook`))
    await send(alertOf())
    await box.came(1)
    await clock.advance(4999)
    expect((await seen()).deliveries[0]?.last_error).toBeNull()
    await clock.advance(1)
    await nextIn(5000)
    expect((await seen()).deliveries[0]?.last_error).toBe('There was no answer in time.')
    await clock.advance(5000)
    await box.came(2)
  })

  test('that an ended dashboard left waiting goes out after the next start, when it is due', async () => {
    const box = await receiver((response, at) => response.writeHead(at === 0 ? 503 : 200).end())
    const first = await setUp(to(`${box.url}/hook`))
    await first.send(alertOf())
    await settled(async () => (await first.seen()).deliveries[0]?.last_error === 'HTTP 503')
    await first.delivery[Symbol.asyncDispose]()
    const { clock, storage } = first
    const second = await setUp(to(`${box.url}/hook`), { storage, clock })
    expect(second.delivery.health()).toMatchObject([
      { status: 'degraded', detail: expect.stringContaining('HTTP 503') },
    ])
    expect(box.received).toHaveLength(1)
    await clock.advance(5000)
    await box.came(2)
    await settled(async () => (await second.seen()).deliveries[0]?.state === 'delivered')
  })
})

describe('messages', () => {
  test('of a channel arrive in their order, even while the first is refused', async () => {
    const box = await receiver((response, at) => response.writeHead(at < 2 ? 502 : 200).end())
    const { clock, send, nextIn } = await setUp(to(`${box.url}/hook`))
    await send(alertOf({ title: 'one' }), alertOf({ title: 'two' }), alertOf({ title: 'three' }))
    for (const ms of [5000, 30_000]) {
      await nextIn(ms)
      await clock.advance(ms)
    }
    await box.came(5)
    expect(titles(box)).toEqual(['one', 'one', 'one', 'two', 'three'])
  })

  test('of one channel do not wait for another one', async () => {
    const silent = await receiver(() => {})
    const quick = await receiver()
    const { send } = await setUp(to(`${silent.url}/slow`, `${quick.url}/quick`))
    await send(alertOf({ title: 'one' }), alertOf({ title: 'two' }))
    await quick.came(2)
    expect(titles(quick)).toEqual(['one', 'two'])
    expect(silent.received).toHaveLength(1)
  })

  test('are signed, and the receiver can check it', async () => {
    const box = await receiver()
    const secret = 'a-secret-of-the-webhook'
    const { send, seen } = await setUp({ ...to(`${box.url}/hook`, `slack+${box.url}/slack`), secret })
    await send(alertOf({ title: 'Ünïcödé 🙂' }))
    await box.came(2)
    const [plain, slack] = ['/hook', '/slack'].map((path) => box.received.find((one) => one.path === path))
    const expected = createHmac('sha256', secret)
      .update(Buffer.from(plain?.body ?? '', 'utf8'))
      .digest('hex')
    expect(plain?.headers['x-signature-256']).toBe(`sha256=${expected}`)
    expect(slack?.headers['x-signature-256']).toBeUndefined()
    expect((await seen()).channels.map(({ signed }) => signed)).toEqual([true, false])
  })

  test('of channels that are gone from the configuration are given up', async () => {
    const first = await setUp(to('http://127.0.0.1:1/hook'))
    await first.send(alertOf())
    await settled(async () => (await first.seen()).deliveries[0]?.last_error !== null)
    await first.delivery[Symbol.asyncDispose]()
    const second = await setUp({ channels: [] }, { storage: first.storage, clock: first.clock })
    expect((await second.seen()).deliveries).toMatchObject([
      { state: 'failed', last_error: 'Its channel is no longer configured.' },
    ])
    expect(second.delivery.health()).toEqual([])
    expect(second.delivery.messages.isUsed).toBe(false)
  })

  test('tell their alert when they have arrived or failed', async () => {
    const box = await receiver()
    const listener = vi.fn()
    const { send, delivery } = await setUp(to(`${box.url}/hook`))
    delivery.messages.listen(listener)
    await send(alertOf({ id: 'told' }))
    await settled(() => listener.mock.calls.length > 0)
    expect(listener.mock.calls).toEqual([['told']])
    expect(await delivery.messages.deliveryOf(['told'])).toEqual(new Map([['told', 'delivered']]))
  })
})

describe('a test message', () => {
  test('tells what each receiver answered, without its secrets, and stands in the log', async () => {
    const token = 'T-very-secret-token-1'
    const box = await receiver((response, _, { path }) =>
      path.startsWith('/bad') ? response.writeHead(403).end(`no such token: ${path}`) : response.end('ok'),
    )
    const { delivery, seen } = await setUp(to(`${box.url}/good/${token}#good`, `${box.url}/bad/${token}#bad`))
    const results = await delivery.test(systemContext, {})
    expect(results).toEqual([
      { channel: 'good', delivered: true, detail: 'HTTP 200' },
      { channel: 'bad', delivered: false, detail: expect.stringMatching(/^HTTP 403: no such token: .*…/) },
    ])
    expect(await delivery.test(systemContext, { channel: 'good' })).toMatchObject([{ channel: 'good' }])
    const log = await seen()
    expect(log.deliveries).toHaveLength(3)
    expect(log.deliveries[0]).toMatchObject({ event: 'test', alert_id: null, state: 'delivered', attempts: 1 })
    expect(JSON.stringify([results, log, delivery.health()])).not.toContain(token)
    await expect(delivery.test(systemContext, { channel: 'other' })).rejects.toMatchObject({
      code: 'channel_not_found',
    })
  })

  test('does not wait for messages that are in its way', async () => {
    const box = await receiver((response, at) => void (at > 0 && response.end()))
    const { delivery, send } = await setUp(to(`${box.url}/hook`))
    await send(alertOf())
    await box.came(1)
    expect(await delivery.test(systemContext, {})).toMatchObject([{ delivered: true }])
  })

  test.each([
    ['http://127.0.0.1:1/hook', 'The connection was refused.'],
    ['http://nowhere.invalid/hook', expect.stringMatching(/^The host name/)],
  ])('to %s tells why nothing arrived', async (address, detail) => {
    const { delivery } = await setUp(to(address))
    expect(await delivery.test(systemContext, {})).toMatchObject([{ delivered: false, detail }])
  })

  test('that a page answers in place of ntfy or Gotify has not arrived', async () => {
    const box = await receiver((response) =>
      response.setHeader('content-type', 'text/html').end('<html>Sign in</html>'),
    )
    const { delivery } = await setUp(to(`ntfy+${box.url}/topic`, `gotify+${box.url}/?token=abc`))
    for (const { delivered, detail } of await delivery.test(systemContext, {}))
      expect([delivered, detail]).toEqual([false, 'HTTP 200: a web page answered. Is there a sign-in in front of it?'])
  })
})
