import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { engines } from './engines.ts'

const clock = systemClock

/** A process of its own; it ends with the test. */
function launch(fixture: string, ...args: string[]) {
  const program = join(import.meta.dirname, 'fixtures', fixture)
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const errors = text(child.stderr)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, ended, errors }
}

async function text(stream: Readable): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += chunk
  return all
}

const lines = ({ stdout }: ChildProcess & { stdout: Readable }) => createInterface({ input: stdout })

/** `pnpm prove` asks for more of them. */
const rounds = Number(process.env['PROOF_ROUNDS'] ?? 5)

describe.each(engines)('$name', ({ name, place, query, migrate }) => {
  test(
    'a process that is killed while it saves loses nothing that it had kept',
    async () => {
      const where = await place()
      const kept = new Set<string>()
      for (let round = 1; round <= rounds; round += 1) {
        const { child, ended, errors } = launch('save-until-killed.ts', JSON.stringify(where))
        const enough = kept.size + (1 + (round % 5)) * 20
        for await (const id of lines(child)) {
          kept.add(id)
          // What it printed before it died is read to the end.
          if (kept.size === enough) child.kill('SIGKILL')
        }
        await ended
        expect(await errors).toBe('')
        await using storage = await openStorage({ ...where, clock })
        const stored = new Set((await storage.jobs.all()).map(({ id }) => id))
        expect([...kept].filter((id) => !stored.has(id))).toEqual([])
        // One may have been on the disk whose id was not printed any more.
        expect(stored.size).toBeLessThanOrEqual(kept.size + round)
      }
      if (name === 'SQLite') expect(await query(where, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    },
    rounds * 12_000,
  )

  test('processes that start at once make one database, and each that may use it can save', async () => {
    for (let round = 0; round < 3; round++) {
      const where = await place()
      const both = ['a', 'b'].map((id) => launch('open-and-save.ts', JSON.stringify(where), id))
      await Promise.all(both.map(({ child }) => once(lines(child), 'line')))
      for (const { child } of both) child.stdin.write('go\n')
      const codes = await Promise.all(both.map(({ ended }) => ended))
      const refused = both.filter((_, index) => codes[index] !== 0)
      // A folder is for one of them at a time, unless the first has ended already; a server is for all.
      expect(refused.length).toBeLessThanOrEqual(name === 'SQLite' ? 1 : 0)
      for (const { errors } of refused) expect(await errors).toContain('Another dashboard uses this DATA_DIR.')
      await using storage = await openStorage({ ...where, clock })
      const saved = (await storage.jobs.all()).map(({ id }) => id)
      expect(saved).toEqual(['b', 'a'].filter((id) => codes[['a', 'b'].indexOf(id)] === 0))
    }
  }, 60_000)

  test('a database that is being migrated by another is waited for', async () => {
    const where = await place()
    const migrated = await migrate(where)
    const { child, ended, errors } = launch('open-and-save.ts', JSON.stringify(where), 'a')
    await once(lines(child), 'line')
    child.stdin.write('go\n')
    // Longer than an engine itself waits.
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await migrated()
    expect(await errors).toBe('')
    expect(await ended).toBe(0)
  }, 60_000)
})
