import type { AuditEntry } from '@ollama-dashboard/contracts'
import { type Core, JsonLine } from '@ollama-dashboard/core'
import { at } from './fake-time.ts'
import type { Note } from './noted-calls.ts'

const entry: AuditEntry = {
  seq: 1,
  time: at,
  actor: { key_id: 'env:admin', name: 'API_KEY_ADMIN', role: 'admin', address: '127.0.0.1', via: 'key' },
  action: 'models.stop',
  target: 'llama3.2:3b',
  instance: 'default',
  outcome: 'done',
  code: null,
  count: 1,
  before: null,
  after: null,
  trace_id: null,
  prev: '0'.repeat(64),
  hash: 'f'.repeat(64),
}

/** Everything can be recorded, and nothing is. */
export const fakeAudit = (note: Note): Core['audit'] => ({
  expectWritable: () => null,
  call: () => ({ isReported: false, changed: () => {}, end: async () => {} }),
  signInFailed: () => {},
  list: async (_, query) =>
    note(
      { entries: [], next: null, total: 0, since: null, counts: { refused: 0, failed: 0 }, matches: 0 },
      'audit',
      query,
    ),
  byTime: async () => [],
  async *export(_, filters) {
    yield note(new JsonLine(entry, Buffer.from(`${JSON.stringify(entry)}\n`)), 'exportAudit', filters)
  },
  verify: async () => ({ intact: true, lines: 0, anchored: null, checked_at: '2026-01-02T03:04:05.000Z' }),
})
