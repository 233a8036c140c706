import { hash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyFiles } from '../src/audit/log/verify-files.ts'
import { filesOfLog, openLog } from './audit-log.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** `pnpm prove` asks for ten times a hundred of them. */
const rounds = 10 * Number(process.env['PROOF_ROUNDS'] ?? 1)

/** Files by name, in their order, each as its lines. */
type Log = [name: string, lines: string[]][]

/** The same numbers for the same seed. Source: mulberry32. */
function randomOf(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
type Random = ReturnType<typeof randomOf>

const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
const someOf = (log: Log, random: Random) => log[random(log.length)] ?? ['', []]

/** Another entry in the place of one, with the hash that its content has. */
function forged(line: string, target: string, prev?: string): string {
  const { hash: _, ...entry } = JSON.parse(line)
  const covered = JSON.stringify({ ...entry, target, ...(prev && { prev }) }).slice(0, -1)
  return `${covered},"hash":"${hash('sha256', covered)}"}`
}

const ways: Record<string, (log: Log, random: Random) => Record<string, string>> = {
  'a byte is changed': (log, random) => {
    const [name, lines] = someOf(log, random)
    const text = textOf(lines)
    const at = random(text.length)
    const other = String.fromCharCode((text.charCodeAt(at) + 1 + random(126)) % 128)
    return { [name]: text.slice(0, at) + other + text.slice(at + 1) }
  },
  'bytes are added or taken out': (log, random) => {
    const [name, lines] = someOf(log, random)
    const text = textOf(lines)
    const at = random(text.length)
    return { [name]: text.slice(0, at) + (random(2) ? 'x'.repeat(1 + random(3)) : '') + text.slice(at + random(2) + 1) }
  },
  'an entry is deleted': (log, random) => {
    const [name, lines] = someOf(log, random)
    return { [name]: textOf(lines.toSpliced(random(lines.length), 1 + random(3))) }
  },
  'an entry is moved': (log, random) => {
    const [name, lines] = someOf(log, random)
    const from = random(lines.length)
    const without = lines.toSpliced(from, 1)
    const to = (from + 1 + random(lines.length - 1)) % lines.length
    return { [name]: textOf(without.toSpliced(to, 0, lines[from] ?? '')) }
  },
  'an entry is doubled': (log, random) => {
    const [name, lines] = someOf(log, random)
    const line = lines[random(lines.length)] ?? ''
    return { [name]: textOf(lines.toSpliced(random(lines.length + 1), 0, line)) }
  },
  'an entry is forged with its hash': (log, random) => {
    const [name, lines] = someOf(log, random)
    const at = random(lines.length)
    return { [name]: textOf(lines.with(at, forged(lines[at] ?? '', 'forged'))) }
  },
  'all that follows is made anew': (log, random) => {
    const start = random(log.length)
    let prev = ''
    const changed = log.slice(start).map(([name, lines]) => {
      const anew = lines.map((line) => {
        const made = forged(line, 'forged', prev || undefined)
        prev = JSON.parse(made).hash
        return made
      })
      return [name, textOf(anew)]
    })
    return Object.fromEntries(changed)
  },
  'a file is emptied': (log, random) => ({ [someOf(log, random)[0]]: '' }),
  'the end is cut off': (log, random) => {
    const [name, lines] = log.at(-1) ?? ['', []]
    const text = textOf(lines)
    return { [name]: text.slice(0, random(text.length)) }
  },
}

test.each(Object.entries(ways))(
  'of a log in which %s, a verification tells',
  async (_, change) => {
    const { append, path, store, close } = await openLog({ maxBytes: 8000 })
    for (let index = 0; index < 45; index += 1) await append(`model-${index}:latest`)
    const anchor = await store.head()
    await close()
    const log: Log = []
    const whole = new Map<string, string>()
    for (const file of await filesOfLog(path)) {
      const text = await readFile(file, 'utf8')
      whole.set(basename(file), text)
      log.push([basename(file), text.trimEnd().split('\n')])
    }
    const folder = await temporaryFolder()
    const paths = [...whole.keys()].map((name) => join(folder, name))
    for (const file of paths) await writeFile(file, whole.get(basename(file)) ?? '')
    expect(await verifyFiles(paths, anchor)).toEqual({ intact: true, lines: 45 })

    for (let round = 0; round < rounds; round += 1) {
      const changed = change(log, randomOf(round))
      const names = Object.keys(changed).filter((name) => changed[name] !== whole.get(name))
      for (const name of names) await writeFile(join(folder, name), changed[name] ?? '')
      const { intact, first_broken } = await verifyFiles(paths, anchor)
      expect([round, intact, names.length > 0]).toEqual([round, false, true])
      expect(first_broken?.line).toBeGreaterThan(0)
      for (const name of names) await writeFile(join(folder, name), whole.get(name) ?? '')
    }
  },
  120_000,
)
