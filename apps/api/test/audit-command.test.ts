import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { auditCommand } from '../src/boot/audit-command.ts'
import { commandLine } from './program.ts'

/** Entries of a log, each as its line and its hash, made as SECURITY.md says that anybody can. */
function logOf(targets: readonly string[]) {
  let prev = '0'.repeat(64)
  return targets.map((target, index) => {
    const actor = { key_id: null, name: 'This machine', role: 'admin', address: '127.0.0.1', via: 'none' }
    const entry = { seq: index + 1, time: '2026-01-01T00:00:00.000Z', actor, action: 'models.stop', target, prev }
    const covered = JSON.stringify(entry).slice(0, -1)
    prev = hash('sha256', covered)
    return { line: `${covered},"hash":"${prev}"}\n`, hash: prev }
  })
}

async function fileOf(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'audit.log')
  await writeFile(file, content)
  return file
}

const textOf = (entries: readonly { readonly line: string }[]) => entries.map(({ line }) => line).join('')

async function answerTo(...words: string[]) {
  const told: string[] = []
  const complaints: string[] = []
  const code = await auditCommand(words, {
    tell: (line) => told.push(line),
    complain: (line) => complaints.push(line),
  })
  return { code, told, complaints }
}

test('a log that is intact is told with its entries, in whatever order its files are named', async () => {
  const log = logOf(['a', 'b', 'c'])
  const [older, newer] = [await fileOf(textOf(log.slice(0, 2))), await fileOf(textOf(log.slice(2)))]
  expect(await answerTo('verify', newer, older)).toEqual({ code: 0, told: ['Intact: 3 entries.'], complaints: [] })
  const single = await fileOf(textOf(log.slice(0, 1)))
  expect(await answerTo('verify', single)).toMatchObject({ code: 0, told: ['Intact: 1 entry.'] })
})

test('the first line that is broken is named with its file, as editors find it, and why', async () => {
  const log = logOf(['a', 'b', 'c'])
  const edited = await fileOf(textOf(log).replace('"target":"b"', '"target":"x"'))
  expect(await answerTo('verify', edited)).toEqual({
    code: 1,
    told: [],
    complaints: [`${edited}:2: The entry was changed: its hash is not that of its content.`],
  })
  const [older, newer] = [await fileOf(textOf(log.slice(0, 1))), await fileOf(textOf(log.slice(2)))]
  expect(await answerTo('verify', older, newer)).toMatchObject({
    code: 1,
    complaints: [`${newer}:1: Entry 2 is missing.`],
  })
})

test('an end that was cut off is found with an anchor', async () => {
  const log = logOf(['a', 'b'])
  const anchor = `2:${log[1]?.hash}`
  const cut = await fileOf(textOf(log.slice(0, 1)))
  expect(await answerTo('verify', cut)).toMatchObject({ code: 0 })
  expect(await answerTo('verify', '--anchor', anchor, cut)).toMatchObject({
    code: 1,
    complaints: [`${cut}:2: Entry 2 is missing at the end.`],
  })
  expect(await answerTo('verify', '--anchor', anchor, await fileOf(textOf(log)))).toMatchObject({ code: 0 })
})

test.each([
  [[]],
  [['verify']],
  [['check', 'audit.log']],
  [['verify', '--all', 'audit.log']],
  [['verify', '--anchor', '2:abc', 'audit.log']],
])('words that make no sense are answered with the usage: %j', async (words) => {
  const { code, told, complaints } = await answerTo(...words)
  expect({ code, told }).toEqual({ code: 2, told: [] })
  expect(complaints).toEqual(['Usage: ollama-dashboard audit verify [--anchor SEQ:HASH] FILE…'])
})

test('a file that cannot be read is no verdict', async () => {
  const { code, told, complaints } = await answerTo('verify', await fileOf(''), join(tmpdir(), 'no-such-audit.log'))
  expect({ code, told }).toEqual({ code: 2, told: [] })
  expect(complaints).toEqual([expect.stringMatching(/^The log cannot be read: ENOENT/)])
})

test('the program ends with that code, and starts no server', async () => {
  const broken = await fileOf('{"seq":1}\n')
  // A port that does not exist would end a server.
  const env = { ...process.env, PORT: 'x' }
  const child = spawn(process.execPath, [commandLine, 'audit', 'verify', broken], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect({ code, out, err }).toEqual({ code: 1, out: '', err: `${broken}:1: The line is not an entry.\n` })
})
