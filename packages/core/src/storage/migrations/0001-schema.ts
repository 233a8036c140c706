import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Every table of the first release. Types mean the same to both engines: see `tables.ts`. */
export const schema: Migration = {
  async up(db) {
    await createJobs(db)
    await createSettings(db)
    await createConversations(db)
    await createMeasurements(db)
    await db.schema
      .createTable('write_checks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('checked_at', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('written_files')
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('hashes', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('written_files_of', ['host', 'path'])
      .execute()
  },
}

async function createJobs({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('lane', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('progress', 'text')
    .addColumn('result', 'text')
    .addColumn('error', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('lost_runs', 'integer', (column) => column.notNull())
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text')
    .addColumn('finished_at', 'text')
    .execute()
}

async function createSettings({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('model_settings')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text')
    .addColumn('updated_by', 'text')
    .addColumn('extra', 'text')
    .execute()
}

async function createConversations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('message_count', 'integer', (column) => column.notNull())
    .addColumn('search_text', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('chat_messages')
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('exchange', 'text')
    // Last: SQLite reads a row from its beginning, and need not read megabytes to find the columns before.
    .addColumn('images', 'text')
    .addPrimaryKeyConstraint('chat_messages_of', ['conversation_id', 'position'])
    .execute()
  await db.schema
    .createIndex('conversations_of_owner')
    .on('conversations')
    .columns(['owner', 'updated_at', 'id'])
    .execute()
  await db.schema.createIndex('conversations_by_time').on('conversations').columns(['updated_at', 'id']).execute()
  // One model has one name, in any case of letters.
  await sql`create index conversations_of_model on conversations (lower(model), updated_at, id)`.execute(db)
  await db.schema
    .createIndex('chat_messages_of_exchange')
    .on('chat_messages')
    .column('exchange')
    .where('exchange', 'is not', null)
    .execute()
}

async function createMeasurements({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('memory_observations')
    .addColumn('server', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('kv_cache_type', 'text', (column) => column.notNull())
    .addColumn('num_parallel', 'integer', (column) => column.notNull())
    .addColumn('flash_attention', 'text', (column) => column.notNull())
    .addColumn('context', 'bigint', (column) => column.notNull())
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('observed_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('memory_observations_under', [
      'server',
      'digest',
      'kv_cache_type',
      'num_parallel',
      'flash_attention',
      'context',
    ])
    .execute()
  await schema
    .createTable('performance_hours')
    .addColumn('instance', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('hour', 'text', (column) => column.notNull())
    .addColumn('requests', 'integer', (column) => column.notNull())
    .addColumn('errors', 'integer', (column) => column.notNull())
    .addColumn('prompt_tokens', 'bigint', (column) => column.notNull())
    .addColumn('completion_tokens', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('performance_hours_of', ['instance', 'model', 'hour'])
    .execute()
  await schema
    .createTable('performance_buckets')
    .addColumn('instance', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('hour', 'text', (column) => column.notNull())
    .addColumn('metric', 'text', (column) => column.notNull())
    .addColumn('bucket', 'integer', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('performance_buckets_of', ['instance', 'model', 'hour', 'metric', 'bucket'])
    .execute()
}
