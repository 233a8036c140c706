import type { SessionMessage } from '@ollama-dashboard/contracts'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { migrations } from '../src/storage/migrations/migrations.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { engines, type Place } from './engines.ts'
import { storedJob } from './stored-job.ts'

const clock = systemClock

/** Opens it, saves a job and closes it. */
async function using(place: Place) {
  await using storage = await openStorage({ ...place, clock })
  await storage.jobs.save(storedJob())
}

describe.each(engines)('$name', ({ place, query, database }) => {
  test('a database of a newer version is refused, and stays as it is', async () => {
    const where = await place()
    await using(where)
    await query(where, `insert into kysely_migration values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')`)
    await query(where, 'alter table jobs rename to tasks')
    await expect(openStorage({ ...where, clock })).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'The database was written by a newer version of the dashboard.',
    })
    expect(await query(where, 'select id from tasks')).toEqual([{ id: 'stored' }])
  })

  test('a database of an older version gets what it lacks, and keeps what it has', async () => {
    const where = await place()
    await using(where)
    await query(where, 'drop table write_checks')
    await query(where, `delete from kysely_migration where name = '0002-write-checks'`)
    await using(where)
    const executed = await query(where, 'select name from kysely_migration')
    expect(new Set(executed)).toEqual(new Set(Object.keys(migrations).map((name) => ({ name }))))
    expect(await query(where, 'select id from jobs')).toEqual([{ id: 'stored' }])
  })

  test('what models took before it was known with which settings is measured anew', async () => {
    const where = await place()
    await using(where)
    await query(where, 'drop table memory_observations')
    await query(where, `delete from kysely_migration where name = '0008-memory-rules'`)
    await query(
      where,
      'create table memory_observations (instance text, digest text, context bigint, size bigint, observed_at text)',
    )
    await query(where, `insert into memory_observations values ('default', 'd', 32768, 9, '2026-01-01T00:00:00.000Z')`)
    await using storage = await openStorage({ ...where, clock })
    expect(await query(where, 'select * from memory_observations')).toEqual([])
    const under = { kv_cache_type: 'f16', num_parallel: 1, flash_attention: 'auto' } as const
    const observed_at = '2026-01-01T00:00:00.000Z'
    storage.memoryObservations.save({ server: 'a', digest: 'd', ...under, context: 32_768, size: 9, observed_at })
    expect(await storage.memoryObservations.all(under)).toHaveLength(1)
  })

  test('chats of an older version keep their pictures, and are found by the name of their model', async () => {
    const where = await place()
    await using(where)
    for (const index of ['chat_messages_of_exchange', 'chat_sessions_of_model'])
      await query(where, `drop index ${index}`)
    for (const column of ['exchange', 'images']) await query(where, `alter table chat_messages drop column ${column}`)
    await query(where, `delete from kysely_migration where name = '0009-chat-columns'`)
    const messages: SessionMessage[] = [
      { role: 'user', content: 'It says "images": none', images: ['aaaa', 'bbbb'] },
      { role: 'assistant', content: 'So I say: "images":' },
    ]
    for (const [position, message] of messages.entries())
      await query(where, `insert into chat_messages values ('a', ${position}, '${JSON.stringify(message)}')`)
    const names = ['llama3', 'Llama3:latest', 'registry.ollama.ai/library/llama3', 'hf.co/a/llama3', 'unknown']
    for (const [index, name] of names.entries())
      await query(where, `insert into chat_sessions values ('${index}', '', '', '${name}', '', '', 0, '')`)
    await using(where)
    await using storage = await openStorage({ ...where, clock })
    const found = async (name: string) =>
      (await storage.sessions.page({ scope: 'all', limit: 9, model: name })).map(({ id }) => id)
    expect(await found('llama3:latest')).toEqual(['2', '1', '0'])
    expect(await found('hf.co/a/llama3:latest')).toEqual(['3'])
    expect(await found('unknown')).toEqual(['4'])
    expect(await storage.sessions.messages('a')).toEqual(messages)
    expect(JSON.stringify(await storage.sessions.messagesWithoutImages('a'))).not.toContain('aaaa')
  })

  test('a migration that fails leaves nothing behind, and is told as it is', async () => {
    const where = await place()
    await query(where, 'create table write_checks (mine text)')
    const refusal = openStorage({ ...where, clock })
    await expect(refusal).rejects.toThrow(/write_checks.* already exists/)
    await expect(refusal).rejects.not.toBeInstanceOf(DashboardError)
    await expect(query(where, 'select * from jobs')).rejects.toThrow(/jobs/)
    await query(where, 'drop table write_checks')
    await using(where)
  })

  test('a size comes back as the number it was, up to the largest safe one', async () => {
    const { db } = await database()
    await db.schema.createTable('sizes').addColumn('size', 'bigint').execute()
    for (const size of [0, 2 ** 31, Number.MAX_SAFE_INTEGER])
      await sql`insert into sizes (size) values (${size})`.execute(db)
    const { rows } = await sql`select size from sizes order by size`.execute(db)
    expect(rows).toEqual([{ size: 0 }, { size: 2 ** 31 }, { size: Number.MAX_SAFE_INTEGER }])
  })
})
