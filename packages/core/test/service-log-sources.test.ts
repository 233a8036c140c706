import { type ChildProcess, spawn } from 'node:child_process'
import { appendFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { journal } from '../src/service/log/journal.ts'
import { logFile } from '../src/service/log/log-file.ts'
import type { LogSource, RawLine } from '../src/service/log/log-source.ts'
import { createOutputRing } from '../src/service/log/output-ring.ts'
import { recordedPrograms } from './recorded-programs.ts'
import { temporaryFolder } from './temporary-folder.ts'

const never = new AbortController().signal

async function readAll(source: Pick<LogSource, 'read'>, lines = 100): Promise<readonly RawLine[]> {
  const read: RawLine[] = []
  for await (const some of source.read({ lines, follow: false, signal: never })) read.push(...some)
  return read
}

/** What is told to one who follows; `leave` ends it, and says whether it ended. */
function follow(source: Pick<LogSource, 'read'>, lines: number) {
  const leaving = new AbortController()
  const texts: string[] = []
  const over = (async () => {
    for await (const some of source.read({ lines, follow: true, signal: leaving.signal }))
      texts.push(...some.map(({ text }) => text))
  })()
  const leave = async () => {
    leaving.abort()
    await over
  }
  return { texts, leave }
}

test('the journal is asked for the unit as JSON, and messages in bytes are read too', async () => {
  const entries = [
    { MESSAGE: 'Listening on 11434', __REALTIME_TIMESTAMP: '1767225600500000' },
    { MESSAGE: [...Buffer.from('päng\u0007')], __REALTIME_TIMESTAMP: '1767225601000000' },
    { MESSAGE: null, __REALTIME_TIMESTAMP: '1767225602000000' },
  ]
  const { host, calls } = recordedPrograms(
    () => `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\nno json\n`,
  )
  expect(await readAll(journal(host, 'ollama.service', 'system'), 50)).toEqual([
    { at: 1767225600500, text: 'Listening on 11434' },
    { at: 1767225601000, text: 'päng\u0007' },
  ])
  expect(calls).toEqual([
    'journalctl --unit=ollama.service --output=json --output-fields=MESSAGE --no-pager --quiet --lines=50',
  ])
})

test('what is written to the journal is told as it comes, and journalctl ends with whoever follows', async () => {
  const entry = (text: string) => JSON.stringify({ MESSAGE: text, __REALTIME_TIMESTAMP: '1' })
  const started: { readonly args: readonly string[]; readonly child: ChildProcess }[] = []
  const { host } = recordedPrograms(() => entry('old'), {
    spawn: ({ args }) => {
      const child = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)'], { stdio: 'pipe' })
      started.push({ args, child })
      return child
    },
  })
  const { texts, leave } = follow(journal(host, 'ollama.service', 'user'), 7)
  await expect.poll(() => started).toHaveLength(1)
  const [{ args, child } = { args: [], child: null }] = started
  expect(args).toEqual(expect.arrayContaining(['--user-unit=ollama.service', '--lines=7', '--follow']))
  child?.stdin?.write(`${entry('one')}\n${entry('tw')}`)
  await expect.poll(() => texts).toEqual(['one'])
  child?.stdin?.write(`\n`)
  await expect.poll(() => texts).toEqual(['one', 'tw'])
  await leave()
  await expect.poll(() => child?.killed).toBe(true)
})

test.each([
  ['an empty journal, as users without the right are shown it', ''],
  ['a journalctl that fails', { exitCode: 1 }],
  ['no journalctl', undefined],
])('%s is told, and not shown as a log without lines', async (_, said) => {
  const { host } = recordedPrograms(() => said)
  await expect(readAll(journal(host, 'ollama.service', 'user'))).rejects.toMatchObject({ name: 'LogUnreadable' })
})

test('of a file the newest lines are read, and then what is written to it, also once it was begun anew', async () => {
  const path = join(await temporaryFolder(), 'server.log')
  await writeFile(path, 'one\ntwo\nthree\n')
  const source = logFile(path, 'tail', { ...systemClock, after: (_, callback) => systemClock.after(0, callback) })
  expect((await readAll(source, 2)).map(({ text }) => text)).toEqual(['two', 'three'])
  const { texts, leave } = follow(source, 1)
  await expect.poll(() => texts).toEqual(['three'])
  await appendFile(path, 'fo')
  await appendFile(path, 'ur\nfive\n')
  await expect.poll(() => texts).toEqual(['three', 'four', 'five'])
  await rename(path, `${path}.1`)
  await writeFile(path, 'new\n')
  await expect.poll(() => texts.at(-1)).toBe('new')
  await leave()
})

test('a file that is not there is told as that', async () => {
  await expect(readAll(logFile('/nowhere/server.log', 'tail', systemClock))).rejects.toThrow(
    'There is no log file yet.',
  )
})

test('output is kept up to a number of lines, and whoever follows is told of each, until the process ends', async () => {
  const ring = createOutputRing(() => 0)
  for (let line = 0; line < 2500; line += 1) ring.push(Buffer.from(`line ${line}\n`))
  expect(ring.last(9999)).toHaveLength(2000)
  const { texts, leave } = follow(ring, 2)
  await expect.poll(() => texts).toEqual(['line 2498', 'line 2499'])
  ring.push(Buffer.from('half a'))
  ring.push(Buffer.from(' line\nrest'))
  ring.end()
  await expect.poll(() => texts.slice(2)).toEqual(['half a line', 'rest'])
  await leave()
})

test('who follows output that nothing is added to can leave', async () => {
  const { texts, leave } = follow(
    createOutputRing(() => 0),
    5,
  )
  await leave()
  expect(texts).toEqual([])
})
