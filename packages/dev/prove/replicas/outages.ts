import { setTimeout as sleep } from 'node:timers/promises'
import { call, inMs, untilTrue } from './calls.ts'
import type { Fleet } from './fleet.ts'
import type { Outcome, Step } from './step.ts'

/** What all replicas need goes away, and comes back. */
export const outages: readonly Step[] = [
  { name: 'Redis stopped and started', run: redisOutage },
  { name: 'PostgreSQL crashed and started', run: (fleet) => databaseOutage(fleet, 'crashed') },
  { name: 'PostgreSQL moved to another address', run: (fleet) => databaseOutage(fleet, 'moved') },
]

const recoversWithinMs = 15_000

const isWell = async ({ urls }: Fleet) => {
  const answers = await Promise.all(urls.map((url) => call(url, '/api/health')))
  const parts = (one: (typeof answers)[number]) => (one.json.components ?? []) as { name: string; status: string }[]
  return answers.every((one) =>
    parts(one)
      .filter(({ name }) => name === 'replicas' || name === 'storage')
      .every(({ status }) => status === 'healthy'),
  )
}

const saved = (url: string, round: number) =>
  call(url, '/api/chat/presets', { method: 'POST', body: { name: `Preset ${round}`, system: `Say ${round}.` } })

const presets = async (url: string): Promise<readonly string[]> =>
  ((await call(url, '/api/chat/presets')).json.presets ?? []).map(({ name }: { name: string }) => name)

async function reads({ urls }: Fleet): Promise<readonly string[]> {
  const answers = await Promise.all(urls.map((url) => call(url, '/api/models/running')))
  return answers.filter(({ status }) => status !== 200).map(({ status, json }) => `a read: ${status} ${json.detail}`)
}

async function redisOutage(fleet: Fleet): Promise<Outcome> {
  const wrong: string[] = []
  await fleet.redis.stop()
  const toldAfter = await untilTrue(10_000, async () => !(await isWell(fleet)))
  if (toldAfter === null) wrong.push('health does not say so')
  let slowest = 0
  for (let round = 0; round < 10; round += 1) {
    wrong.push(...(await reads(fleet)))
    const [first = '', second = ''] = fleet.urls
    const change = await saved(first, round)
    slowest = Math.max(slowest, change.ms)
    if (change.status >= 300) wrong.push(`a change was answered ${change.status}`)
    const name = `Preset ${round}`
    const known = await untilTrue(15_000, async () => (await presets(second)).includes(name))
    if (known === null) wrong.push('a change is not known on another replica within 15 s')
  }
  const tries = Array.from({ length: 30 }, () =>
    call(fleet.url, '/api/models/stop/not-there:latest', { method: 'POST' }),
  )
  const passed = (await Promise.all(tries)).filter(({ status }) => status !== 429).length
  // Each replica goes on with a bucket of its own.
  if (passed === 0 || passed > 15) wrong.push(`${passed} of 30 passed a bucket of 5 on three replicas`)
  await fleet.redis.start()
  const recovered = await untilTrue(recoversWithinMs, () => isWell(fleet))
  if (recovered === null) wrong.push('it does not recover within 15 s')
  for (const name of await presets(fleet.url)) await removePreset(fleet, name)
  return {
    said: `told after ${inMs(toldAfter)}, changes took ${inMs(slowest)} at most, well again after ${inMs(recovered)}`,
    wrong,
  }
}

async function databaseOutage(fleet: Fleet, how: 'crashed' | 'moved'): Promise<Outcome> {
  const { postgres, wire, postgresPort, urls } = fleet
  const wrong: string[] = []
  const acknowledged: string[] = []
  const statuses = new Map<number, number>()
  let round = 0
  let isOver = false
  let slowestRead = 0

  async function change() {
    while (!isOver) {
      round += 1
      const answer = await saved(urls[round % urls.length] ?? '', 1000 + round)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      if (answer.status < 300) acknowledged.push(`Preset ${1000 + round}`)
      else if (answer.status !== 503) wrong.push(`a change was answered ${answer.status}: ${answer.json.detail}`)
      await sleep(100)
    }
  }
  async function read() {
    while (!isOver) {
      for (const url of urls) {
        const { status, ms, json } = await call(url, '/api/models/running')
        slowestRead = Math.max(slowestRead, ms)
        if (status !== 200) wrong.push(`a read was answered ${status}: ${json.detail}`)
      }
      await sleep(100)
    }
  }
  async function started() {
    await postgres.start()
    return postgresPort
  }
  const working = [change(), read()]
  await sleep(2000)
  wire.pointTo(null)
  if (how === 'crashed') await postgres.stop('immediate')
  await sleep(10_000)
  wire.pointTo(how === 'crashed' ? await started() : await postgres.move())
  const recovered = await untilTrue(recoversWithinMs, async () => {
    const answers = await Promise.all(urls.map((url, index) => saved(url, round + 5000 + index)))
    return answers.every(({ status }) => status < 300 || status === 409) && (await isWell(fleet))
  })
  if (recovered === null) wrong.push('it does not recover within 15 s')
  isOver = true
  await Promise.all(working)
  const kept = new Set(await presets(fleet.url))
  const lost = acknowledged.filter((name) => !kept.has(name))
  if (lost.length > 0) wrong.push(`${lost.length} acknowledged changes are lost`)
  for (const name of kept) await removePreset(fleet, name)
  const answered = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  return {
    said: `changes: ${answered}; the slowest read ${inMs(slowestRead)}; well again after ${inMs(recovered)}`,
    wrong,
  }
}

async function removePreset({ url }: Fleet, name: string): Promise<void> {
  const all = ((await call(url, '/api/chat/presets')).json.presets ?? []) as { id: string; name: string }[]
  for (const one of all) {
    if (one.name === name) await call(url, `/api/chat/presets/${one.id}`, { method: 'DELETE' })
  }
}
