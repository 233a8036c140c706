import type { Core } from '@ollama-dashboard/core'
import type { Note } from './noted-calls.ts'

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
  async *export(_, filters) {
    yield* note([], 'exportAudit', filters)
  },
  verify: async () => ({ intact: true, lines: 0, anchored: null, checked_at: '2026-01-02T03:04:05.000Z' }),
})
