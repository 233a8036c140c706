import { inspect } from 'node:util'
import pg from 'pg'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { openPostgres } from '../src/storage/postgres/postgres-database.ts'
import { postgresFailure } from '../src/storage/postgres/postgres-failure.ts'
import type { PostgresLimits } from '../src/storage/postgres/postgres-pool.ts'
import { createStorage } from '../src/storage/storage.ts'
import { StorageNotOpened, storageUnavailable } from '../src/storage/storage-failure.ts'
import { fakeClock } from './fake-clock.ts'
import { freshDatabase } from './postgres/fresh-database.ts'
import { password } from './postgres/password.ts'
import { startPostgres } from './postgres/server.ts'
import { wireTo } from './postgres/wire.ts'
import { storedJob } from './stored-job.ts'

const clock = systemClock
const dataDir = '/nowhere'
const patient = { timeout: 10_000 }

/** A connection beside the storage's, closed with the test. */
async function beside(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

async function storageAt(url: string, limits?: Partial<PostgresLimits>) {
  const clock = fakeClock()
  const storage = createStorage(await openPostgres(url, limits), clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return { storage, clock }
}

describe('what keeps it from opening is told in plain words, without saying where it is or who asks', () => {
  const onDatabase = (statement: string) => async (url: string) => {
    const client = await beside(url)
    await client.query(statement.replace('$database', new URL(url).pathname.slice(1)))
    return url
  }
  const with_ = (change: (url: URL) => void) => async (text: string) => {
    const url = new URL(text)
    change(url)
    return url.href
  }

  test.each([
    ['unreachable', 'nothing listens there', with_((url) => Object.assign(url, { port: 1 }))],
    ['unreachable', 'there is no such host', with_((url) => Object.assign(url, { hostname: 'nowhere.invalid' }))],
    ['notLetIn', 'the password is wrong', with_((url) => Object.assign(url, { password: `${password}!` }))],
    ['notLetIn', 'there is no password', with_((url) => Object.assign(url, { password: '' }))],
    ['notLetIn', 'there is no such user', with_((url) => Object.assign(url, { username: 'somebody' }))],
    ['noDatabase', 'there is no such database', with_((url) => Object.assign(url, { pathname: '/elsewhere' }))],
    ['notSecure', 'the server knows no TLS', with_((url) => url.searchParams.set('sslmode', 'require'))],
    ['notSecure', 'a certificate is missing', with_((url) => url.searchParams.set('sslrootcert', '/nowhere/ca.pem'))],
    ['readOnly', 'it may only be read', onDatabase('alter database $database set default_transaction_read_only = on')],
    ['noConnectionLeft', 'there are too many', onDatabase('alter database $database connection limit 0')],
    ['notAllowed', 'tables may not be made', onDatabase('revoke create on schema public from pg_database_owner')],
  ] as const)('%s: %s', async (failure, _, spoil) => {
    const databaseUrl = await spoil(await freshDatabase())
    const error = await openStorage({ dataDir, databaseUrl, clock }).then(
      () => null,
      (reason: unknown) => reason,
    )
    if (!(error instanceof StorageNotOpened)) throw error ?? new Error('It opened.')
    const { message, hint } = storageUnavailable(failure)
    expect(error).toMatchObject({ code: 'storage_unavailable', message, hint, where: 'DATABASE_URL' })
    const { hostname, port, username, pathname } = new URL(databaseUrl)
    for (const secret of [hostname, `:${port}`, username, pathname])
      expect(`${error.message} ${error.hint}`).not.toContain(secret)
    for (const secret of [password, encodeURIComponent(password)])
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(secret)
  })
})

test('a server that is just starting is waited for', async () => {
  const wire = await wireTo(await freshDatabase())
  wire.state = 'cut'
  const opening = openStorage({ dataDir, databaseUrl: wire.url, clock })
  setTimeout(() => {
    wire.state = 'fine'
  }, 500)
  await using storage = await opening
  await storage.jobs.save(storedJob())
})

test('a server that does not respond times out, and its connection is not used again', async () => {
  const wire = await wireTo(await freshDatabase())
  const { storage } = await storageAt(wire.url, { answerMs: 1500, connectMs: 1500 })
  await storage.jobs.save(storedJob())

  wire.state = 'silent'
  const silent = storageUnavailable('silent').message
  await expect(storage.jobs.save(storedJob())).rejects.toMatchObject({ message: silent })
  await expect(storage.jobs.save(storedJob())).rejects.toMatchObject({ message: silent })
  expect(storage.state().failure).toMatchObject({ message: silent })

  wire.state = 'fine'
  await storage.jobs.save(storedJob({ attempts: 2 }))
  expect(storage.state().failure).toBeNull()
})

test('what another program locks is not waited for without end, and works when the lock is gone', async () => {
  const url = await freshDatabase()
  const { storage } = await storageAt(url, { lockMs: 200 })
  const other = await beside(url)
  await other.query('begin')
  await other.query('lock table jobs')
  const { message } = storageUnavailable('locked')
  await expect(storage.jobs.save(storedJob())).rejects.toMatchObject({ code: 'storage_unavailable', message })
  await other.query('rollback')
  await storage.jobs.save(storedJob())
})

test('a connection that is ended in the middle is told as lost, and is there again', async () => {
  const url = await freshDatabase()
  const { storage } = await storageAt(url)
  const other = await beside(url)
  await other.query('begin')
  await other.query('lock table jobs')
  const saving = expect(storage.jobs.save(storedJob())).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: storageUnavailable('lost').message,
  })
  const end = `select pg_terminate_backend(pid) as ended from pg_stat_activity
    where application_name = 'ollama-dashboard' and datname = current_database() and wait_event_type = 'Lock'`
  await vi.waitFor(async () => expect((await other.query(end)).rows).toEqual([{ ended: true }]), patient)
  await saving
  await other.query('rollback')
  await storage.jobs.save(storedJob())
  expect(await storage.jobs.all()).toEqual([storedJob()])
})

test('a server that stops is noticed though nobody saves, and connected to again when it is back', async () => {
  await using server = await startPostgres()
  const { storage, clock } = await storageAt(await server.freshDatabase())
  await storage.jobs.save(storedJob())

  await server.stop('fast')
  await vi.waitFor(() => expect(storage.state().failure).toMatchObject({ code: 'storage_unavailable' }), patient)
  await expect(storage.jobs.all()).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: storageUnavailable('unreachable').message,
  })

  await server.start()
  await clock.advance(10_000)
  await vi.waitFor(() => expect(storage.state()).toEqual({ failure: null, triedAt: clock.now() }), patient)
  expect(await storage.jobs.all()).toEqual([storedJob()])
})

test('a server that crashes while jobs are saved loses none that was kept', async () => {
  await using server = await startPostgres()
  const { storage } = await storageAt(await server.freshDatabase())
  const kept: string[] = []
  const saving = (async () => {
    for (let number = 1; ; number += 1) {
      await storage.jobs.save(storedJob({ id: `job-${number}` }))
      kept.push(`job-${number}`)
    }
  })()
  const told = expect(saving).rejects.toMatchObject({ code: 'storage_unavailable' })
  await vi.waitFor(() => expect(kept.length).toBeGreaterThan(50), patient)
  await server.stop('immediate')
  await told
  await server.start()
  const stored = new Set((await storage.jobs.all()).map(({ id }) => id))
  expect(kept.filter((id) => !stored.has(id))).toEqual([])
})

test.each([
  [{ code: '28000' }, 'notLetIn'],
  [{ code: '40001' }, 'contended'],
  [{ code: '40P01' }, 'contended'],
  [{ code: '53100' }, 'serverFull'],
  [{ code: '53200' }, 'outOfMemory'],
  [{ code: '57014' }, 'silent'],
  [{ code: '57P03' }, 'notReady'],
  [{ code: '58030' }, 'serverBroken'],
  [{ code: 'XX001' }, 'serverDamaged'],
  [{ code: '08006' }, 'lost'],
  [{ code: 'ECONNRESET', syscall: 'read' }, 'lost'],
  [{ code: 'EACCES', syscall: 'open' }, 'notSecure'],
  [{ code: 'ETIMEDOUT' }, 'silent'],
  [{ code: 'ENOENT', syscall: 'connect' }, 'unreachable'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'notSecure'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'notSecure'],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'notSecure'],
  [{ message: 'Client has encountered a connection error and is not queryable' }, 'lost'],
  // Mistakes of ours.
  [{ code: '23505' }, undefined],
  [{ code: '42601' }, undefined],
  [{ code: '42P01' }, undefined],
  [{ message: 'driver has already been destroyed' }, undefined],
])('%j means %s', (error, failure) => {
  expect(postgresFailure(Object.assign(new Error(), error))).toBe(failure)
})
