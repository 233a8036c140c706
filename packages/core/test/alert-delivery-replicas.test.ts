import { expect, onTestFinished, test } from 'vitest'
import { openAlertDelivery } from '../src/alerts/delivery/alert-delivery.ts'
import { parseChannels } from '../src/alerts/delivery/parse-channels.ts'
import { createBackground } from '../src/kernel/background.ts'
import { systemContext } from '../src/kernel/call-context.ts'
import type { Lease } from '../src/replicas/lease.ts'
import type { Storage } from '../src/storage/storage.ts'
import { alertOf, contentOf } from './alert-message.ts'
import { receiver } from './alert-receiver.ts'
import { fakeClock } from './fake-clock.ts'
import { joinReplicas, linkHub, sharedDatabase } from './replicas-set-up.ts'

const hub = linkHub()

async function setUp() {
  const database = await sharedDatabase()
  const box = await receiver()
  const channels = parseChannels(`${box.url}/hook`)
  const [{ id: channel } = { id: '' }] = channels

  /** A replica that sends; `lease` in place of the one that it would have. */
  async function join(lease?: Lease) {
    const [clock, leaseClock] = [fakeClock(), fakeClock()]
    const storage = await database.open(fakeClock())
    const replicas = joinReplicas({ storage, hub, clock: leaseClock })
    const leader = lease ?? replicas.leader
    const background = createBackground({ clock })
    const alerts = { channels }
    const shared = { link: replicas.link, leader }
    const delivery = await openAlertDelivery({ alerts, storage, clock, background, replicas: shared })
    onTestFinished(() => clock.until(Promise.resolve(delivery[Symbol.asyncDispose]())))
    async function lead() {
      await database.endLeases()
      await expect.poll(() => leaseClock.advance(500).then(leader.isHeld), { interval: 5 }).toBe(true)
    }
    return { delivery, storage, lead, background, clock }
  }
  const decide = (storage: Storage) =>
    storage.alertMessages.add([
      { id: 'message-1', channel, content: contentOf(alertOf({})), createdAt: '2026-01-01T00:00:00.000Z' },
    ])
  return { box, join, decide }
}

const states = async ({ delivery }: { delivery: Awaited<ReturnType<typeof openAlertDelivery>> }) =>
  (await delivery.deliveries(systemContext, { limit: 10 })).deliveries.map(({ state }) => state)

const never: Lease = { isHeld: () => false, onChange: () => () => {}, confirm: async () => {} }

test('what one decided to tell and could not send any more, the next one sends once', async () => {
  const { box, join, decide } = await setUp()
  const [first, second, third] = [await join(never), await join(), await join(never)]
  await decide(first.storage)
  first.delivery.messages.added()
  await third.clock.advance(60_000)
  expect(await states(third)).toEqual(['waiting'])
  await second.lead()
  await box.came(1)
  await expect.poll(() => states(second), { interval: 5 }).toEqual(['delivered'])
  expect(box.received).toHaveLength(1)
  // Those that do not send know how it went.
  await expect.poll(() => first.delivery.health(), { interval: 5 }).toMatchObject([{ detail: /were delivered/ }])
})

test('one that was suspended between taking a message and sending it sends nothing when it wakes', async () => {
  const { box, join, decide } = await setUp()
  let isHeld = true
  let claimed = 0
  const suspended: Lease = {
    isHeld: () => isHeld,
    onChange: () => () => {},
    // What it takes is its own; then the time passes.
    async confirm() {
      claimed += 1
      isHeld = false
    },
  }
  const first = await join(suspended)
  await decide(first.storage)
  first.delivery.messages.added()
  await expect.poll(() => claimed, { interval: 5 }).toBe(1)
  const second = await join()
  await second.lead()
  // By then an attempt has ended, or the process that made it.
  await second.clock.advance(16_000)
  await box.came(1)
  await expect.poll(() => states(second), { interval: 5 }).toEqual(['delivered'])
  expect(box.received.map(({ headers }) => headers['idempotency-key'])).toEqual(['message-1'])
})
