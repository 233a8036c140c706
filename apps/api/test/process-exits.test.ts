import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { program, startProgram } from './program.ts'

test('a wrong configuration exits with 78 and lists every variable', async () => {
  const { printed, ended } = await startProgram({ PORT: 'x', LOG_LEVEL: 'loud', API_KEY_ADMIN: 'my secret' })
  expect((await ended).code).toBe(78)
  expect(printed.out).toBe('')
  expect(printed.err).toMatch(/PORT is "x".*API_KEY_ADMIN.*LOG_LEVEL is "loud"/s)
  expect(printed.err).not.toContain('my secret')
})

test('a port in use exits with 69 and one line', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as { port: number }
  const { printed, ended } = await startProgram({ PORT: String(port), LOG_LEVEL: 'silent' })
  expect((await ended).code).toBe(69)
  expect(printed.err).toBe(
    `Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or set PORT to another port.\n`,
  )
})

test('an unusable storage exits with 74 and one line', async () => {
  const { printed, ended, dataDir } = await startProgram({ DATA_DIR: program })
  expect((await ended).code).toBe(74)
  expect(printed.out).toBe('')
  expect(printed.err).toBe(`${program}: DATA_DIR is not a folder. Set DATA_DIR to a folder.\n`)

  const file = join(dataDir, 'dashboard.db')
  await writeFile(file, 'Nothing that SQLite wrote.')
  const second = await startProgram({ DATA_DIR: dataDir })
  expect((await second.ended).code).toBe(74)
  expect(second.printed.err).toBe(
    `${file}: The file is not a dashboard database. Restore it from a backup, or move it away to start with an empty one.\n`,
  )
})

test('a folder that another dashboard uses ends it with 74 and one line, until that one has ended, however that was', async () => {
  const first = await startProgram({})
  await first.address()
  const { printed, ended } = await startProgram({ DATA_DIR: first.dataDir })
  expect((await ended).code).toBe(74)
  expect(printed.out).toBe('')
  expect(printed.err).toContain(
    'dashboard.db: Another dashboard uses this DATA_DIR. Stop it, or give each dashboard its own DATA_DIR.',
  )
  expect(printed.err.trimEnd().split('\n')).toHaveLength(1)
  first.child.kill('SIGKILL')
  await first.ended
  const third = await startProgram({ DATA_DIR: first.dataDir })
  expect((await fetch(`${await third.address()}/health?ready=true`)).status).toBe(200)
})

test('a PostgreSQL that is not there ends it with 75, to be started again, and one line without its address', async () => {
  const { printed, ended } = await startProgram({
    DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/mine?sslmode=require',
  })
  expect((await ended).code).toBe(75)
  expect(printed).toEqual({
    out: '',
    err: 'DATABASE_URL: The database server cannot be reached. Start PostgreSQL, or correct the host and port in DATABASE_URL.\n',
  })
})

test('without a built web application it exits with 66 and one line', async () => {
  const { printed, ended } = await startProgram({ TEST_WEB_ROOT: '/nowhere' })
  expect((await ended).code).toBe(66)
  expect(printed.err).toBe(
    'The web application is not built: /nowhere/index.html is missing. Run "npm run build" first.\n',
  )
})

test('an address of another machine exits with 78', async () => {
  const { ended } = await startProgram({ HOST: '203.0.113.1', API_KEY_ADMIN: 'k' })
  expect((await ended).code).toBe(78)
})
