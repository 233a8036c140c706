import { expect, test } from 'vitest'
import { parseChannels } from '../../src/alerts/delivery/parse-channels.ts'
import { type Received, receiver } from '../alert-receiver.ts'
import { caller } from '../caller.ts'
import { fakeClock } from '../fake-clock.ts'
import { replicatedCores } from '../replicated-cores.ts'

const alwaysTrue = {
  title: 'Memory is used',
  metric: 'memory_percent',
  comparison: 'above',
  threshold: 0,
  for_seconds: 0,
} as const

test.each(['is decided', 'was refused'])(
  'an alert whose replica is suspended once its message %s is told by another, once and under one id',
  async (moment) => {
    const clock = fakeClock()
    let suspend = () => {}
    // When minutes pass at once, questions to Ollama that are under way run out of time, and an alert may tell of that.
    const isOfRule = ({ body }: Received) => body.includes(alwaysTrue.title)
    let accepted = 0
    const box = await receiver((response, at, message) => {
      if (moment === 'was refused' && at === 0) {
        suspend()
        response.writeHead(503, { 'retry-after': '1' })
      } else if (isOfRule(message)) accepted += 1
      response.end()
    })
    const alerts = { channels: parseChannels(`${box.url}/hook`) }
    const { cores, replicas, storages, lease } = await replicatedCores({}, { clock, alerts })
    const [leader, next] = cores
    // It goes on and believes that it leads, as one that was suspended does when it wakes.
    suspend = () => lease.give(replicas[1], { isOldSuspended: true })

    async function listen() {
      for await (const { event } of leader.events.subscribe(caller())) if (event === 'alert.firing') return suspend()
    }
    if (moment === 'is decided') void listen()
    await leader.alerts.addRule(caller(), alwaysTrue)
    // Slowly: an attempt that takes long on a busy machine is not to be out of time by this clock, and made again.
    const pass = () => clock.advance(100).then(() => storages[2]?.alertMessages.newest(10))
    await expect.poll(pass, { interval: 5 }).toMatchObject([{ state: 'delivered' }])

    lease.wake(replicas[0])
    for (let minutes = 0; minutes < 3; minutes += 1) await clock.advance(60_000)
    expect(accepted).toBe(1)
    expect(new Set(box.received.filter(isOfRule).map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    for (const core of [leader, next]) {
      expect(
        (await core.alerts.list(caller(), {})).alerts.filter(({ title }) => title === alwaysTrue.title),
      ).toMatchObject([{ state: 'firing' }])
    }
  },
)
