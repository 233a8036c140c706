import { expect, test } from 'vitest'
import { createAlertSignals } from '../src/alerts/alert-signals.ts'
import { server, setUpAlerts } from './alerts-set-up.ts'
import { fakeClock } from './fake-clock.ts'
import { joinReplicas, linkHub, sharedDatabase } from './replicas-set-up.ts'

const down = { servers: [server({ isReachable: false })] }
const rule = 'ollama_unreachable'

/** Two replicas over one database, each with a time of its own; the first one leads. */
async function setUp() {
  const database = await sharedDatabase()
  const hub = linkHub()
  async function join() {
    // The lease has a time of its own, which goes on when a test says so: nothing else of it is to be waited for.
    const leaseClock = fakeClock()
    const storage = await database.open(fakeClock())
    const replicas = joinReplicas({ storage, hub, clock: leaseClock })
    const { leader } = replicas
    /** Takes over from one that is gone without a word. */
    async function takeOver() {
      await database.endLeases()
      await expect.poll(() => leaseClock.advance(500).then(leader.isHeld), { interval: 5 }).toBe(true)
    }
    return { ...(await setUpAlerts({ storage, replicas })), leader, takeOver }
  }
  const first = await join()
  await expect.poll(first.leader.isHeld, { interval: 5 }).toBe(true)
  const second = await join()
  return { hub, first, second }
}

type Replica = Awaited<ReturnType<typeof setUp>>['first']

const listed = async ({ alerts, context }: Replica) =>
  (await alerts.list(context, {})).alerts.map((alert) => `${alert.state} ${alert.rule}`)

const shows = (replica: Replica, expected: readonly string[]) =>
  expect.poll(() => listed(replica), { interval: 5 }).toEqual(expected)

async function fires(replica: Replica) {
  for (let seconds = 0; seconds < 45; seconds += 5) {
    await replica.clock.advance(5000)
    await replica.told()
  }
}

test('of two replicas one evaluates and has it told, and both show it', async () => {
  const { first, second } = await setUp()
  for (const one of [first, second]) one.see(down)
  await fires(second)
  expect(await listed(second)).toEqual([])
  await fires(first)
  expect(await listed(first)).toEqual([`firing ${rule}`])
  expect(await listed(second)).toEqual([`firing ${rule}`])
  expect(await first.told()).toEqual([`firing ${rule}`])
  expect(await second.told()).toEqual([])
})

test('what somebody resolves on one is resolved on all, stays so while its cause lasts, and is told once', async () => {
  const { first, second } = await setUp()
  first.see(down)
  await fires(first)
  const { alerts } = await second.alerts.list(second.context, {})
  await second.alerts.resolve(second.context, { id: alerts[0]?.id ?? '' })
  expect(await listed(second)).toEqual([`resolved ${rule}`])
  await expect.poll(() => first.firing(), { interval: 5 }).toEqual([])
  await fires(first)
  expect(await listed(first)).toEqual([`resolved ${rule}`])
  expect(await first.told()).toEqual([`firing ${rule}`, `resolved ${rule}`])
  expect(await second.told()).toEqual([])
  const again = await second.alerts.resolve(second.context, { id: alerts[0]?.id ?? '' })
  expect(again.changed).toBe(false)
})

test('a mute and a rule that were made on one hold on the one that evaluates, within a moment', async () => {
  const { first, second } = await setUp()
  first.see(down)
  await fires(first)
  const [alert] = (await second.alerts.list(second.context, {})).alerts
  const until = new Date(second.clock.now() + 20 * 86_400_000).toISOString()
  await second.alerts.mute(second.context, { id: alert?.id ?? '', until })
  await second.alerts.changeRule(second.context, { id: rule, enabled: false })
  await expect.poll(() => first.alerts.mutes(first.context), { interval: 5 }).toMatchObject([{ rule }])
  const ruleOf = () => first.alerts.rules(first.context).find(({ id }) => id === rule)
  await expect.poll(() => ruleOf()?.enabled, { interval: 5 }).toBe(false)
  await first.clock.advance(5000)
  await first.told()
  await shows(second, [`resolved ${rule}`])
  // It was muted when it ended.
  expect(await first.told()).toEqual([`firing ${rule}`])
})

test('whoever takes over goes on, and tells nothing twice', async () => {
  const { first, second } = await setUp()
  for (const one of [first, second]) one.see(down)
  await fires(first)
  await second.takeOver()
  await fires(second)
  expect(await listed(second)).toEqual([`firing ${rule}`])
  expect(await second.told()).toEqual([])
  second.see({ servers: [server()] })
  await fires(second)
  await shows(second, [`resolved ${rule}`])
  expect(await second.told()).toEqual([`resolved ${rule}`])
})

test('one that was suspended and does not know of it writes and tells nothing, and follows from then on', async () => {
  const { first, second } = await setUp()
  await second.takeOver()
  expect(first.leader.isHeld()).toBe(true)
  first.see({ findings: [{ name: 'audit', status: 'unhealthy', detail: '', checkedAt: 0 }] })
  await fires(first)
  expect(await first.told()).toEqual([])
  expect(await listed(second)).toEqual([])
  expect(first.leader.isHeld()).toBe(false)
  second.see(down)
  await fires(second)
  await shows(first, [`firing ${rule}`])
})

test('while the link is down, replicas read anew every few seconds', async () => {
  const { hub, first, second } = await setUp()
  hub.isUp = false
  first.see(down)
  await fires(first)
  // What one has decided is stored a moment later: it may be seen the next time only.
  const seenLater = async () => {
    await second.clock.advance(5000)
    return second.firing().map((alert) => alert.rule)
  }
  await expect.poll(seenLater, { interval: 5 }).toEqual([rule])
  await second.alerts.changeRule(second.context, { id: rule, severity: 'info' })
  const changedLater = async () => {
    await first.clock.advance(5000)
    return first.alerts.rules(first.context).find(({ id }) => id === rule)?.severity
  }
  await expect.poll(changedLater, { interval: 5 }).toBe('info')
})

test('what one notes, such as a prompt that was cut, all know within a moment, and no more of it than can be told', async () => {
  const [hub, clock] = [linkHub(), fakeClock()]
  const [first, second] = [createAlertSignals(clock, hub.link('first')), createAlertSignals(clock, hub.link('second'))]
  first.note('refusal', { bucket: 'chat' })
  await clock.advance(1000)
  await expect.poll(() => second.within('refusal', 60), { interval: 5 }).toMatchObject([{ bucket: 'chat' }])
  for (let count = 0; count < 500; count += 1) second.note('refusal', { bucket: 'read' })
  await clock.advance(1000)
  await expect.poll(() => first.within('refusal', 60), { interval: 5 }).toHaveLength(201)
  expect(second.within('refusal', 60)).toHaveLength(501)
})
