import type { StoredKey } from '../src/access/key-table.ts'

/** A key as the storage has it. */
export const storedKey = (id: string, name: string, more: Partial<StoredKey> = {}): StoredKey => ({
  id,
  name,
  role: 'operator',
  grant: null,
  sha256: 'a'.repeat(64),
  replaced_sha256: null,
  replaced_until: null,
  created_at: '2026-01-01T00:00:00.000Z',
  created_by: null,
  expires_at: null,
  revoked_at: null,
  ...more,
})
