import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { AuditOutcome } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import type { OwnedAudit } from '../src/audit/audit.ts'
import { verifyFiles } from '../src/audit/log/verify-files.ts'
import { entryOf, filesOfLog, openedAudit } from './audit-log.ts'
import { caller } from './caller.ts'
import { temporaryFolder } from './temporary-folder.ts'

const minuteMs = 60_000

async function note(
  audit: OwnedAudit,
  target: string,
  how: { outcome?: AuditOutcome; code?: string; action?: string; job?: string } = {},
) {
  const { outcome = 'done', code = null, action = 'models.stop', job } = how
  const { actor } = entryOf(target)
  const call = audit.call({ actor, action, target, instance: null, trace_id: 'f'.repeat(32) })
  if (job) call.changed({ job })
  await call.end({ outcome, code, isChange: outcome !== 'refused' })
}

const list = async (audit: OwnedAudit, query = {}) => audit.list(caller(), query)
const targets = async (audit: OwnedAudit, query = {}) => (await list(audit, query)).entries.map(({ target }) => target)

test('pages go from the newest to the oldest, and count what filters let through', async () => {
  const path = join(await temporaryFolder(), 'audit.log')
  const { audit, clock } = await openedAudit({ path, maxBytes: 3000 })
  for (let index = 1; index <= 20; index += 1) {
    await note(audit, `m${index}`, index % 5 === 0 ? { outcome: 'failed', code: 'ollama_unreachable' } : {})
    await clock.advance(minuteMs)
  }
  const first = await list(audit, { limit: 8 })
  expect(first).toMatchObject({ next: 13, total: 20, matches: 20, counts: { failed: 4, refused: 0 } })
  expect(await targets(audit, { limit: 8, before: 13 })).toEqual(['m12', 'm11', 'm10', 'm9', 'm8', 'm7', 'm6', 'm5'])
  expect(await list(audit, { before: 5 })).toMatchObject({ next: null, entries: { length: 4 } })
  expect(await targets(audit, { outcome: 'failed' })).toEqual(['m20', 'm15', 'm10', 'm5'])
  expect(await targets(audit, { target: 'M2' })).toEqual(['m20', 'm2'])
  const time = (index: number) => new Date(Date.parse(String(first.since)) + index * minuteMs).toISOString()
  expect(await targets(audit, { from: time(3), to: time(5) })).toEqual(['m5', 'm4'])
  expect(await list(audit, { actor: 'desktop', action: 'models.*', outcome: 'failed' })).toMatchObject({ matches: 4 })
  expect(await list(audit, { actor: 'key:b' })).toMatchObject({ matches: 0, entries: [] })
  await note(audit, 'm21', { outcome: 'failed' })
  expect(await list(audit, { actor: 'desktop' })).toMatchObject({ matches: 21, counts: { failed: 5 } })
})

test.each([
  [{ from: 'yesterday' }, '/query/from'],
  [{ to: '2026-13-01T00:00:00Z' }, '/query/to'],
])('%o is no time, and refused by name', async (filters, path) => {
  const { audit } = await openedAudit(null)
  const refused = { code: 'validation_failed', fieldErrors: [{ path }] }
  await expect(list(audit, filters)).rejects.toMatchObject(refused)
  await expect(audit.export(caller(), filters).next()).rejects.toMatchObject(refused)
})

test('sign-ins that fail are one entry for each minute and address', async () => {
  const { audit, clock } = await openedAudit(null)
  for (let round = 0; round < 5; round += 1) audit.signInFailed({ address: '192.0.2.1', trace_id: null })
  audit.signInFailed({ address: '192.0.2.2', trace_id: null })
  await clock.advance(minuteMs)
  audit.signInFailed({ address: '192.0.2.1', trace_id: null })
  const { entries } = await list(audit)
  expect(entries.map(({ action, actor, count }) => [action, actor.address, count])).toEqual([
    ['access.sign_in', '192.0.2.1', 1],
    ['access.sign_in', '192.0.2.2', 1],
    ['access.sign_in', '192.0.2.1', 5],
  ])
})

test('whoever tries with many addresses does not fill the log', async () => {
  const { audit } = await openedAudit(null)
  for (let index = 0; index < 3000; index += 1) audit.signInFailed({ address: `2001:db8::${index}`, trace_id: null })
  const { entries, total } = await list(audit)
  expect(total).toBe(1001)
  expect(entries.find(({ count }) => count === 2000)?.actor).toMatchObject({ address: null, name: 'several' })
})

test('what is refused is told at once, and what is refused alike once more a minute later', async () => {
  const { audit, clock } = await openedAudit(null)
  for (const target of ['a', 'b', 'b']) await note(audit, target, { outcome: 'refused', code: 'model_not_found' })
  await clock.advance(minuteMs)
  const { entries } = await list(audit)
  expect(entries.map(({ target, count }) => [target, count])).toEqual([
    ['b', 2],
    ['a', 1],
  ])
})

test('a job that goes on has an entry of its own when it ends, by who began it', async () => {
  const { audit, events } = await openedAudit(null)
  const job = {
    kind: 'pull',
    title: '',
    model: 'x',
    instance: 'default',
    progress: null,
    error: null,
    attempts: 1,
    created_by: 'key:other',
    created_at: '',
    started_at: null,
    finished_at: null,
  } as const
  const end = (id: string, state: 'done' | 'cancelled') =>
    events.announce({ type: 'job.changed', instance: 'default', model: 'x', job: { ...job, id, state } })

  await note(audit, 'x', { action: 'models.pull', outcome: 'accepted', job: '1' })
  end('1', 'done')
  // Of before a restart.
  end('2', 'cancelled')
  // Waited for: its answer tells the end.
  const call = audit.call({ ...entryOf('x'), action: 'models.pull' })
  call.changed({ job: '3' })
  end('3', 'done')
  await call.end({ outcome: 'done', code: null, isChange: true })

  const { entries } = await list(audit)
  expect(
    entries.map(({ action, outcome, code, actor, after }) => [action, outcome, code, actor.key_id, after]),
  ).toEqual([
    ['models.pull', 'done', null, 'key:a', { job: '3' }],
    ['models.pull', 'failed', 'job_cancelled', 'key:other', { job: '2' }],
    ['models.pull', 'done', null, 'key:a', { job: '1' }],
    ['models.pull', 'accepted', null, 'key:a', { job: '1' }],
  ])
})

test('callers who verify at once share one run, and leave it alone', async () => {
  const path = join(await temporaryFolder(), 'audit.log')
  const { audit } = await openedAudit({ path })
  await note(audit, 'a')
  const leaving = new AbortController()
  const left = audit.verify(caller(leaving.signal))
  const stayed = audit.verify(caller())
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect(await stayed).toMatchObject({ intact: true, lines: 1 })
})

test('the running dashboard knows when the end of its log is missing', async () => {
  const path = join(await temporaryFolder(), 'audit.log')
  const { audit } = await openedAudit({ path })
  await note(audit, 'a')
  const { length } = await readFile(path)
  await note(audit, 'b')
  await truncate(path, length)
  expect(await audit.verify(caller())).toMatchObject({
    intact: false,
    first_broken: { file: 'audit.log', line: 2, reason: 'Entry 2 is missing at the end.' },
  })
})

/** Somebody who keeps anchors; answers with this status. */
async function keeper(status = 204) {
  const posted: unknown[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    posted.push(JSON.parse(body))
    response.writeHead(status, { location: '/elsewhere' }).end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return { posted, url: new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`) }
}

test('the newest hash is told once an hour, so that a log whose end was cut is found out', async () => {
  const { url, posted } = await keeper()
  const path = join(await temporaryFolder(), 'audit.log')
  const { audit, clock } = await openedAudit({ path, anchorUrl: url })
  await note(audit, 'a')
  const { length } = await readFile(path)
  await note(audit, 'b')
  await clock.advance(60 * minuteMs)
  await expect.poll(() => posted.length).toBe(1)
  const { entries } = await list(audit)
  expect(posted).toEqual([{ seq: 2, hash: entries[0]?.hash, time: expect.any(String) }])
  await expect.poll(async () => (await audit.verify(caller())).anchored?.seq).toBe(2)

  // Nothing is new: nothing is told.
  await clock.advance(60 * minuteMs)
  expect(posted).toHaveLength(1)
  await audit[Symbol.asyncDispose]()
  await truncate(path, length)
  expect((await verifyFiles([path], null)).first_broken).toMatchObject({ reason: 'Entry 2 is missing at the end.' })
})

test('an anchor that was not taken is none', async () => {
  const { url, posted } = await keeper(302)
  const path = join(await temporaryFolder(), 'audit.log')
  const { audit, clock } = await openedAudit({ path, anchorUrl: url })
  await note(audit, 'a')
  await clock.advance(60 * minuteMs)
  await expect.poll(() => audit.health()[0]?.status).toBe('degraded')
  expect(posted).toHaveLength(1)
  expect((await audit.verify(caller())).anchored).toBeNull()
})

test('a log that cannot be opened lets the dashboard start, is told, and opens by itself', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'logs'), 'a file in the place of the folder')
  const path = join(folder, 'logs', 'audit.log')
  const { audit, clock } = await openedAudit({ path })
  await expect(audit.expectWritable()).rejects.toMatchObject({ code: 'audit_unavailable' })
  expect(audit.health()).toMatchObject([{ name: 'audit', status: 'unhealthy' }])
  await rm(join(folder, 'logs'))
  await clock.until(expect.poll(() => audit.health()[0]?.status).toBe('healthy'))
  await note(audit, 'a')
  expect(await verifyFiles(await filesOfLog(path), null)).toEqual({ intact: true, lines: 1 })
})
