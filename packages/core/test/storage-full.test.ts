import { join } from 'node:path'
import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openSqlite } from '../src/storage/sqlite/sqlite-database.ts'
import { createStorage, type Storage } from '../src/storage/storage.ts'
import { fakeClock } from './fake-clock.ts'
import { storedJob } from './stored-job.ts'
import { temporaryFolder } from './temporary-folder.ts'

const at = '2026-01-01T00:00:00.000Z'
const words = 'x'.repeat(100_000)
const conversation = {
  id: 's',
  owner: null,
  title: 'A',
  model: 'm',
  created_at: at,
  updated_at: at,
  message_count: 1,
  pinned: false,
}
const message: ConversationMessage = { role: 'user', content: 'Hello' }
const changed = { updated_at: at, model: 'm' }
const entry = (note: string) => ({
  model: 'm',
  settings: { system: note },
  source: 'user' as const,
  updated_at: null,
  updated_by: null,
})

/** Everything that a person saves, with more than there is room for. */
const saves: Record<string, (storage: Storage) => Promise<unknown>> = {
  'a pull': ({ jobs }) => jobs.save(storedJob({ id: 'large', model: words })),
  'settings of a model': ({ settings }) => settings.apply([{ key: 'm', entry: entry(words), replaces: null }]),
  'a new chat': ({ conversations }) => conversations.save({ ...conversation, id: 'new', title: words }, [message]),
  'a question': ({ conversations }) => conversations.append('s', [{ role: 'user', content: words }], changed),
  'a reply': ({ conversations }) => conversations.reply('s', 'asked', { role: 'assistant', content: words }, changed),
  'a title': ({ conversations }) => conversations.change('s', { title: words }),
}

test('every save on a full disk reports it, nothing is lost, and new room is noticed', async () => {
  const clock = fakeClock()
  const opened = await openSqlite(join(await temporaryFolder(), 'dashboard.db'))
  await using storage = createStorage(opened, clock)
  await storage.conversations.save(conversation, [])
  await storage.conversations.append('s', [message], changed, { exchange: 'asked' })
  await sql`vacuum`.execute(opened.db)
  const fill = () => sql`PRAGMA max_page_count = 1`.execute(opened.db)
  const makeRoom = () => sql`PRAGMA max_page_count = 1000000`.execute(opened.db)

  for (const [what, save] of Object.entries(saves)) {
    await fill()
    await expect(save(storage), what).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'The disk is full: nothing can be saved.',
      hint: 'Free some space on the volume of DATA_DIR.',
    })
    expect(storage.state().failure, what).toMatchObject({ code: 'storage_unavailable' })
    expect(await storage.conversations.messages('s'), what).toEqual([message])
    await makeRoom()
    await clock.advance(10_000)
    await expect.poll(() => storage.state().failure).toBeNull()
  }
  for (const [what, save] of Object.entries(saves)) await expect(save(storage), what).resolves.not.toThrow()
  expect((await storage.conversations.page({ scope: 'all', limit: 9 })).map(({ id }) => id)).toEqual(['s', 'new'])
})
