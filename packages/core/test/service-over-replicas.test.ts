import { expect, test } from 'vitest'
import type { LeaseRepository } from '../src/replicas/lease-table.ts'
import { ManagerFailed } from '../src/service/managed.ts'
import { storageUnavailable } from '../src/storage/storage-failure.ts'
import { caller } from './caller.ts'
import { managedBy } from './managed-by.ts'
import { linkHub, sharedDatabase } from './replicas-set-up.ts'
import { handedLease, replicatedCores } from './replicated-cores.ts'
import { serviceConfig, serviceOver } from './service-set-up.ts'

type Given = Parameters<typeof serviceOver>[0]

/** Two replicas over one database, each with a manager and a time of its own. */
async function setUp(...given: readonly [Given, Given]) {
  const [database, hub, lease] = [await sharedDatabase(), linkHub(), handedLease()]
  const join = async (one: Given) => serviceOver({ ...one, replicas: lease.join(hub), storage: await database.open() })
  return { database, hub, first: await join(given[0]), second: await join(given[1]) }
}

/** It has begun, and goes on until the server answers. */
const slowStart = { isUp: false, managed: { start: async () => {} } }

const begun = ({ service }: ReturnType<typeof serviceOver>) =>
  expect.poll(async () => (await service.status(caller())).changing, { interval: 5 })

test('two who stop and restart a server on two replicas at once do one of both; all show which', async () => {
  const held = Promise.withResolvers<void>()
  const asked: string[] = []
  const act = (action: string) => () => {
    asked.push(action)
    return held.promise
  }
  const { managed } = managedBy({ stop: act('stop'), restart: act('restart') })
  const { cores } = await replicatedCores({}, { service: serviceConfig, findManager: async () => managed })
  const [first, second, third] = cores
  const changes = [first.service.stop(caller()), second.service.restart(caller())]
  const refused = Promise.any(changes.map((change) => change.then(Promise.reject, (error: unknown) => error)))
  expect(await refused).toMatchObject({ code: 'service_changing' })
  await expect.poll(() => asked, { interval: 5 }).toHaveLength(1)
  const done = asked[0] === 'stop' ? 'stopping' : 'restarting'
  await expect.poll(async () => (await third.service.status(caller())).changing, { interval: 5 }).toBe(done)
  await expect(third.service.start(caller())).rejects.toMatchObject({ message: `This server is ${done} already.` })
  held.reject(new ManagerFailed('It was held for the test.'))
  expect((await Promise.allSettled(changes)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(asked).toHaveLength(1)
  for (const { service } of cores) {
    await expect.poll(async () => (await service.status(caller())).changing, { interval: 5 }).toBeNull()
  }
  await expect(third.service.restart(caller())).rejects.toMatchObject({ code: 'service_failed' })
})

test('so it is too while the link is down, when nothing is told of it', async () => {
  const { database, hub, first, second } = await setUp(slowStart, {})
  hub.isUp = false
  const start = first.service.start(caller())
  const holders = () => database.query("select name from leases where name like 'service %' and holder is not null")
  await expect.poll(holders, { interval: 5 }).toHaveLength(1)
  const stop = () => second.clock.until(second.service.stop(caller()))
  await expect(stop()).rejects.toMatchObject({
    code: 'service_changing',
    message: 'This server is being changed already.',
  })
  first.ollama.isUp = true
  await first.clock.until(start)
  await expect.poll(() => stop().then(({ message }) => message, String), { interval: 5 }).toBe('Ollama was stopped.')
})

test('what a replica was doing that was suspended another may do soon, and the first does not go on when it wakes', async () => {
  const asked: string[] = []
  const stopping = Promise.withResolvers<void>()
  const stop = () => {
    asked.push('stop')
    return stopping.promise
  }
  const start = async () => void asked.push('start')
  const { database, first, second } = await setUp({ managed: { stop, start, restart: undefined } }, {})
  const restart = first.service.restart(caller()).catch((error: unknown) => error)
  await begun(second).toBe('restarting')
  await database.endLeases()
  await second.clock.advance(6000)
  expect(await second.clock.until(second.service.stop(caller()))).toMatchObject({ message: 'Ollama was stopped.' })
  first.ollama.isUp = false
  stopping.resolve()
  expect(await first.clock.until(restart)).toMatchObject({
    code: 'service_failed',
    message: 'Ollama could not be restarted. Another replica has changed it meanwhile.',
  })
  expect(asked).toEqual(['stop'])
  expect(second.service.isStopped(second.instance)).toBe(true)
})

test('a database that is away keeps nobody from restarting a server, and one that goes away meanwhile does not either', async () => {
  const [hub, lease] = [linkHub(), handedLease()]
  const away = () => Promise.reject(storageUnavailable('unreachable'))
  const leases = { take: away, renew: away, release: away } as Partial<LeaseRepository> as LeaseRepository
  const goesAway = { ...leases, take: async (name: string, holder: string) => ({ name, holder, fence: 1 }) }
  for (const one of [leases, goesAway]) {
    const replica = serviceOver({
      managed: { restart: undefined },
      replicas: lease.join(hub),
      storage: { leases: one },
    })
    const { message } = await replica.clock.until(replica.service.restart(caller()))
    expect([message, replica.asked]).toEqual(['Ollama was restarted.', ['stop', 'start']])
  }
})
