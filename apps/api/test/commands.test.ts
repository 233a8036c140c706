import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { commandLine, startProgram } from './program.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

/** The program with these words, in a folder without `.env`. */
async function answerTo(words: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [commandLine, ...words], { cwd: await folder(), env })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, out, err }
}

test('it tells its commands and its version, and what makes no sense ends with its usage', async () => {
  expect(await answerTo(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('backup FILE') })
  expect(await answerTo(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  for (const words of [['fly'], ['backup'], ['restore', 'a', 'b'], ['start', 'now']])
    expect(await answerTo(words)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('Usage: ollama-dashboard'),
    })
})

test('a dashboard that runs is saved, and its data goes on elsewhere', async () => {
  const { address, dataDir } = await startProgram({})
  const save = await fetch(`${await address()}/api/models/settings/mine`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seed: 7 }),
  })
  expect(save.status).toBe(200)
  const file = join(await folder(), 'backup.tar.gz')
  expect(await answerTo(['backup', file], { DATA_DIR: dataDir })).toMatchObject({ code: 0, err: '' })
  expect(await answerTo(['restore', file], { DATA_DIR: dataDir })).toMatchObject({
    code: 1,
    err: 'A dashboard uses DATA_DIR. Stop it first.\n',
  })

  const elsewhere = await folder()
  expect(await answerTo(['restore', file], { DATA_DIR: elsewhere })).toMatchObject({ code: 0, err: '' })
  expect(await readdir(elsewhere)).toContain('dashboard.db')
  const second = await startProgram({ DATA_DIR: elsewhere })
  const restored = await fetch(`${await second.address()}/api/models/settings/mine`)
  expect(await restored.json()).toMatchObject({ settings: { seed: 7 } })
})

test('with PostgreSQL it names the tools of PostgreSQL, and a wrong variable as at the start', async () => {
  const DATABASE_URL = 'postgres://ann:secret@db.example/dashboard'
  const { code, err } = await answerTo(['backup', 'file'], { DATABASE_URL })
  expect([code, err]).toEqual([1, expect.stringContaining('pg_dump')])
  expect(err).not.toContain('secret')
  expect(await answerTo(['backup', 'file'], { PORT: 'x' })).toMatchObject({
    code: 78,
    err: expect.stringContaining('PORT'),
  })
})
