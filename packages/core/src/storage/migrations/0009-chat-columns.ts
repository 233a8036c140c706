import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Pictures go into a column of their own: what looks at words alone need not read megabytes with them. Questions name
 * their exchange, and models are found by name.
 */
export const chatColumns: Migration = {
  async up(db) {
    // Before the pictures: SQLite reads a row from its beginning.
    await db.schema.alterTable('chat_messages').addColumn('exchange', 'text').execute()
    await db.schema.alterTable('chat_messages').addColumn('images', 'text').execute()
    await db.schema
      .createIndex('chat_messages_of_exchange')
      .on('chat_messages')
      .column('exchange')
      .where('exchange', 'is not', null)
      .execute()
    await moveImages(db)
    await writeModelsAlike(db)
    // One model has one name, in any case of letters.
    await sql`create index chat_sessions_of_model on chat_sessions (lower(model), updated_at, id)`.execute(db)
  },
}

interface Place {
  session_id: string
  position: number
}
type Before = {
  chat_sessions: { model: string }
  chat_messages: Place & { message: string; images: string | null }
}

/** One message after the other: all of them may be more than the memory holds. */
async function moveImages(db: Kysely<Before>): Promise<void> {
  const places = await db
    .selectFrom('chat_messages')
    .select(['session_id', 'position'])
    .where(sql<boolean>`message like '%"images":%'`)
    .execute()
  for (const { session_id, position } of places) {
    const at = { session_id, position }
    const { message } = await db.selectFrom('chat_messages').select('message').where(isAt(at)).executeTakeFirstOrThrow()
    const { images, ...words } = JSON.parse(message)
    if (images === undefined) continue
    const values = { message: JSON.stringify(words), images: JSON.stringify(images) }
    await db.updateTable('chat_messages').set(values).where(isAt(at)).execute()
  }
}

const isAt = ({ session_id, position }: Place) => sql<boolean>`session_id = ${session_id} and position = ${position}`

/** Imported names stood as somebody wrote them: without a tag, or with what Ollama leaves out of its own. */
async function writeModelsAlike(db: Kysely<Before>): Promise<void> {
  for (const { model } of await db.selectFrom('chat_sessions').select('model').distinct().execute()) {
    const short = model.replace(/^registry\.ollama\.ai\//i, '').replace(/^library\//i, '')
    const written = short === 'unknown' || short.lastIndexOf(':') > short.lastIndexOf('/') ? short : `${short}:latest`
    if (written === model) continue
    await db.updateTable('chat_sessions').set({ model: written }).where('model', '=', model).execute()
  }
}
