import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCredentials, systemClock } from '@ollama-dashboard/core'
import { expect, onTestFinished, test } from 'vitest'
import { adminKeyOf } from '../src/access/admin-key.ts'

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'admin-key-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return join(path, 'data')
}

test('a key is created once, shown once, and stored only as a hash that no other user can read', async () => {
  const data = await folder()
  const first = await adminKeyOf(data)
  expect(first.fresh).toMatch(/^od_[\w-]{43}$/)
  const { mode } = await stat(first.file)
  expect(mode & 0o777).toBe(0o600)
  expect(await readFile(first.file, 'utf8')).not.toContain(first.fresh)

  const second = await adminKeyOf(data)
  expect(second.fresh).toBeNull()
  const credentials = createCredentials({ accepted: [second.accepted], clock: systemClock })
  expect(credentials.find(String(first.fresh))).toMatchObject({ id: 'generated:admin', rights: { role: 'admin' } })
  expect(credentials.find(`${first.fresh}x`)).toBeNull()
})

test('a file that holds something else is not overwritten', async () => {
  const data = await folder()
  const { file } = await adminKeyOf(data)
  await writeFile(file, 'mine')
  await expect(adminKeyOf(data)).rejects.toThrow('does not hold a SHA-256 hash')
  expect(await readFile(file, 'utf8')).toBe('mine')
})
