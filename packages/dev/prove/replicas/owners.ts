import { setTimeout as sleep } from 'node:timers/promises'
import { call, inMs, untilTrue } from './calls.ts'
import { listen } from './event-stream.ts'
import type { Fleet } from './fleet.ts'
import type { Message } from './servers/receiver.ts'
import type { Outcome, Step } from './step.ts'

/** Work whose owner is killed, or suspended and wakes. */
export const owners: readonly Step[] = [
  { name: 'a pull whose owner is killed', run: (fleet) => pull(fleet, 'smollm2:135m', 'killed') },
  { name: 'a pull whose owner is suspended for 60 s', run: (fleet) => pull(fleet, 'qwen3:0.6b', 'suspended') },
  { name: 'alerts whose owner is killed before they are delivered', run: alerts },
]

async function pull(fleet: Fleet, model: string, fate: 'killed' | 'suspended'): Promise<Outcome> {
  const { ollama, urls } = fleet
  const wrong: string[] = []
  const owner = await fleet.leader()
  const [other = ''] = urls.filter((_, index) => index !== owner)
  await call(other, `/api/models/delete/${model}`, { method: 'DELETE' })
  const pulledBefore = ollama.pulledBytes
  ollama.setSpeed(1)
  const asked = await call(other, `/api/models/pull/${model}?wait=false`, { method: 'POST' })
  if (asked.status !== 202) return { said: '', wrong: [`the pull was answered ${asked.status}: ${asked.json.detail}`] }
  const { id } = asked.json.job
  const job = async () => (await call(other, `/api/jobs/${id}`)).json
  const isUnderWay = await untilTrue(20_000, async () => (await job()).progress?.percent > 10)
  if (isUnderWay === null) wrong.push(`it is not under way after 20 s: ${JSON.stringify(await job())}`)
  const percent = (await job()).progress?.percent
  const pullsBefore = ollama.requests.filter(({ path }) => path === '/api/pull').length
  fleet.signal(owner, fate === 'killed' ? 'SIGKILL' : 'SIGSTOP')
  const at = performance.now()
  const taken = await untilTrue(20_000, async () => {
    const pulls = ollama.requests.filter(({ path }) => path === '/api/pull').length
    return pulls > pullsBefore
  })
  if (taken === null || taken > 10_000) wrong.push(`another replica takes over after ${inMs(taken)}`)
  const went = (await job()).progress?.percent
  if (typeof went === 'number' && typeof percent === 'number' && went < percent - 1) {
    wrong.push(`the progress went back from ${percent} to ${went} %`)
  }
  ollama.setSpeed(200)
  const isDone = await untilTrue(30_000, async () => (await job()).state === 'done')
  if (isDone === null) wrong.push(`it is not done: ${JSON.stringify(await job())}`)
  const found = await job()
  const [pulled, total] = [ollama.pulledBytes - pulledBefore, found.progress?.total]
  // A few bytes less, where a small layer is that of another model too.
  if (!(pulled <= total)) wrong.push(`${pulled} bytes were downloaded for ${total}`)
  const before = JSON.stringify(found)
  if (fate === 'suspended') {
    await sleep(Math.max(0, 60_000 - (performance.now() - at)))
    fleet.signal(owner, 'SIGCONT')
    await sleep(5000)
    for (const url of urls) {
      const after = JSON.stringify((await call(url, `/api/jobs/${id}`)).json)
      if (after !== before) wrong.push(`after it woke, the job is ${after}, before ${before}`)
    }
  } else await fleet.restart(owner)
  const all = (await call(other, '/api/jobs')).json.jobs as { model?: string; state: string }[]
  const ofModel = all.filter((one) => one.model === model)
  if (ofModel.length !== 1) wrong.push(`${ofModel.length} jobs pull it`)
  ollama.setSpeed(20)
  return { said: `at ${percent} %, taken over after ${inMs(taken)}, ${pulled} bytes downloaded for ${total}`, wrong }
}

/** Kills whoever leads: as soon as it says that an alert fires, and as soon as its message was refused, in turn. */
async function alerts(fleet: Fleet, rounds: number): Promise<Outcome> {
  const { receiver, urls } = fleet
  const wrong: string[] = []
  const titles: string[] = []
  let slowest = 0
  for (let round = 1; round <= rounds; round += 1) {
    const owner = await fleet.leader()
    const [other = ''] = urls.filter((_, index) => index !== owner)
    const title = `Proof ${round}`
    titles.push(title)
    const killed = Promise.withResolvers<void>()
    const kill = () => {
      fleet.signal(owner, 'SIGKILL')
      receiver.refuse(null)
      killed.resolve()
    }
    // The owner's own word is the first that there is.
    await using stream = await listen(urls[owner] ?? '')
    if (round % 2 === 0) receiver.refuse(kill)
    const rule = { title, metric: 'memory_percent', comparison: 'above', threshold: 0, for_seconds: 0 }
    const made = await call(other, '/api/observability/rules', { method: 'POST', body: rule })
    if (made.status >= 300) wrong.push(`a rule was answered ${made.status}: ${made.json.detail}`)
    if (round % 2 === 1) {
      const isFiring = ({ event, data }: (typeof stream.seen)[number]) =>
        event === 'alert.firing' && data.alert?.title === title
      if ((await untilTrue(30_000, async () => stream.seen.some(isFiring))) === null)
        wrong.push('an alert did not fire')
      kill()
    }
    await Promise.race([killed.promise, sleep(60_000, undefined, { ref: false })])
    const isTold = (event: string) => receiver.messages.some((one) => one.isTaken && isOf(one, event, title))
    const arrived = await untilTrue(60_000, async () => isTold('firing'))
    slowest = Math.max(slowest, arrived ?? Number.POSITIVE_INFINITY)
    await fleet.restart(owner)
    await sleep(3000)
    await call(other, `/api/observability/rules/${made.json.id}`, { method: 'DELETE' })
    await untilTrue(15_000, async () => isTold('resolved'))
  }
  // At the end, so that what came late is seen too.
  const told = titles.map((title) => receiver.messages.filter((one) => isOf(one, 'firing', title)))
  for (const messages of told) {
    const ids = new Set(messages.map(({ id }) => id))
    if (ids.size !== 1) wrong.push(`a receiver that remembers ids saw ${ids.size} messages about one alert`)
    if (!messages.some(({ isTaken }) => isTaken)) wrong.push('no message about an alert arrived')
  }
  const repeats = told.flatMap((messages) => messages.filter(({ isTaken }) => isTaken).slice(1))
  const repeated = `${repeats.length} came again under the same id`
  return { said: `${rounds} rounds, the slowest ${inMs(slowest)} after the kill, ${repeated}`, wrong }
}

const isOf = (message: Message, event: string, title: string) => message.event === event && message.title === title
