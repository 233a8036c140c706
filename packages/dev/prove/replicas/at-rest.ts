import { call, inMs, percentile, untilTrue } from './calls.ts'
import { listen } from './event-stream.ts'
import type { Fleet } from './fleet.ts'
import type { Outcome, Step } from './step.ts'

/** What three replicas have in common while all is well. */
export const atRest: readonly Step[] = [
  { name: '50 parallel requests against a bucket of 5', run: bucketOfFive },
  { name: 'a key that is revoked on one replica', run: revokedKey },
  { name: 'a session', run: session },
  { name: 'events from one replica to another', run: events },
  { name: 'polls of Ollama', run: polls },
]

async function freshKey(fleet: Fleet, name: string, role: string) {
  const { status, json } = await call(fleet.url, '/api/keys', { method: 'POST', body: { name, role } })
  if (status >= 300) throw new Error(`A key was answered ${status}: ${JSON.stringify(json)}`)
  const key = json as { readonly id: string; readonly key: string }
  const arrived = await untilTrue(5000, async () => {
    const answers = await Promise.all(fleet.urls.map((url) => call(url, '/api/models/running', { key: key.key })))
    return answers.every((answer) => answer.status === 200)
  })
  if (arrived === null) throw new Error('A new key does not work on every replica within 5 s.')
  return { ...key, arrivedMs: arrived }
}

async function bucketOfFive(fleet: Fleet): Promise<Outcome> {
  const { key } = await freshKey(fleet, 'For the bucket', 'operator')
  const path = '/api/models/stop/not-there:latest'
  const calls = Array.from({ length: 50 }, () => call(fleet.url, path, { method: 'POST', key }))
  const statuses = (await Promise.all(calls)).map(({ status }) => status)
  const refused = statuses.filter((status) => status === 429).length
  const failed = statuses.filter((status) => status === 0 || status >= 500)
  const wrong = [
    ...(refused === 45 ? [] : [`${50 - refused} passed`]),
    ...(failed.length === 0 ? [] : [`${failed.length} failed: ${[...new Set(failed)].join(', ')}`]),
  ]
  return { said: `${50 - refused} passed, ${refused} were refused`, wrong }
}

async function revokedKey(fleet: Fleet): Promise<Outcome> {
  const { id, key, arrivedMs } = await freshKey(fleet, 'To be revoked', 'viewer')
  const [first = '', ...others] = fleet.urls
  await using stream = await listen(first)
  const { status } = await call(first, `/api/keys/${id}`, { method: 'DELETE' })
  const times = await Promise.all(
    [first, ...others].map((url) =>
      untilTrue(5000, async () => (await call(url, '/api/models/running', { key })).status === 401),
    ),
  )
  const isLate = times.some((ms) => ms === null || ms > 1000)
  return {
    said: `a new one worked everywhere after ${inMs(arrivedMs)}; refused after ${times.map(inMs).join(', ')}`,
    wrong: [
      ...(status < 300 ? [] : [`the revocation was answered ${status}`]),
      ...(isLate ? ['it was not refused by all within a second'] : []),
      ...(stream.seen.length > 0 ? [] : ['the event stream of an admin told nothing']),
    ],
  }
}

async function session(fleet: Fleet): Promise<Outcome> {
  const [first = '', ...others] = fleet.urls
  const { cookie, status } = await call(first, '/api/session', { method: 'POST' })
  const works = async (url: string) => {
    const answer = await call(url, '/api/session', { key: '', headers: { cookie } })
    return answer.json.role === 'admin'
  }
  const times = await Promise.all([first, ...others].map((url) => untilTrue(2000, () => works(url))))
  const headers = { cookie, origin: first, 'sec-fetch-site': 'same-origin' }
  const left = await call(first, '/api/session', { method: 'DELETE', key: '', headers })
  const ends = await Promise.all(fleet.urls.map((url) => untilTrue(5000, async () => !(await works(url)))))
  return {
    said: `works after ${times.map(inMs).join(', ')}; ended after ${ends.map(inMs).join(', ')}`,
    wrong: [
      ...(status === 200 ? [] : [`the sign-in was answered ${status}`]),
      ...(times.includes(null) ? ['it does not work on every replica'] : []),
      ...(left.status === 200 ? [] : [`the sign-out was answered ${left.status}`]),
      ...(ends.some((ms) => ms === null || ms > 1000) ? ['a session that was ended goes on for over a second'] : []),
    ],
  }
}

async function events(fleet: Fleet): Promise<Outcome> {
  const [first = '', second = '', third = ''] = fleet.urls
  await using stream = await listen(second)
  const { json } = await call(first, '/api/models/available')
  const model: string = json.models[0].name
  const delays: number[] = []
  const wrong: string[] = []
  const path = `/api/models/settings/${encodeURIComponent(model)}`
  for (let round = 0; round < 200 && wrong.length < 5; round += 1) {
    const before = stream.seen.length
    const sentAt = performance.now()
    const body = { temperature: (round % 100) / 100 }
    const saved = await call(first, path, { method: 'POST', body })
    if (saved.status !== 200) wrong.push(`a change was answered ${saved.status}`)
    const isSeen = async () => stream.seen.slice(before).some(({ event }) => event.startsWith('settings.'))
    const waited = await untilTrue(2000, isSeen)
    const seen = stream.seen.slice(before).find(({ event }) => event.startsWith('settings.'))
    if (waited === null || !seen) wrong.push('an event did not arrive within 2 s')
    // Through the whole of the change: asking, storing, telling.
    else delays.push(seen.at - sentAt)
  }
  await call(first, path, { method: 'DELETE' })

  // Who comes back to another replica goes on where it was.
  const last = stream.seen.at(-2)
  if (last) {
    await using again = await listen(third, last.id)
    const came = await untilTrue(3000, async () => again.seen.length > 0)
    const [next] = again.seen
    if (came === null || next?.event === 'snapshot') wrong.push('Last-Event-ID is not known on another replica')
  }
  const p99 = percentile(delays, 0.99)
  if (!(p99 < 250)) wrong.push(`p99 is ${inMs(p99)}`)
  return { said: `change to event p50 ${inMs(percentile(delays, 0.5))}, p99 ${inMs(p99)}`, wrong }
}

/** Without a page that anybody looks at: every 10 s, whoever polls. */
async function polls({ ollama }: Fleet): Promise<Outcome> {
  const count = () => ollama.requests.filter(({ path }) => path === '/api/ps').length
  // What was looked at before is over.
  await new Promise((resolve) => setTimeout(resolve, 20_000))
  const before = count()
  await new Promise((resolve) => setTimeout(resolve, 60_000))
  const polls = count() - before
  return { said: `${polls} in a minute`, wrong: polls > 8 ? ['more than one replica polls'] : [] }
}
