import type { Migration } from 'kysely/migration'

export const chatSessions: Migration = {
  async up(db) {
    await db.schema
      .createTable('chat_sessions')
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
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('message', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('chat_messages_of', ['session_id', 'position'])
      .execute()
    await db.schema
      .createIndex('chat_sessions_of_owner')
      .on('chat_sessions')
      .columns(['owner', 'updated_at', 'id'])
      .execute()
    await db.schema.createIndex('chat_sessions_by_time').on('chat_sessions').columns(['updated_at', 'id']).execute()
  },
}
