import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { AuditConfig, OwnedAudit } from '../src/audit/audit.ts'
import { createAuditWriter } from '../src/audit/audit-writer.ts'
import type { NewEntry } from '../src/audit/log/audit-line.ts'
import { createFileStore } from '../src/audit/log/file-store.ts'
import type { Disk } from '../src/audit/log/log-files.ts'
import { openAudit } from '../src/audit/open-audit.ts'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const entryOf = (target: string): NewEntry => ({
  time: '2026-01-01T00:00:00.000Z',
  actor: { key_id: 'key:a', name: 'Desktop', role: 'operator', address: '127.0.0.1', via: 'key' },
  action: 'models.stop',
  target,
  instance: 'default',
  outcome: 'done',
  code: null,
  count: 1,
  before: null,
  after: { note: `What "${target}" is – grün` },
  trace_id: null,
})

/** A disk that can be told to fail: what it fails with, by what it was asked for. */
export function failingDisk() {
  const failures = new Map<string, string>()
  const counts = new Map<string, number>()
  const meet = (what: string) => {
    counts.set(what, (counts.get(what) ?? 0) + 1)
    const code = failures.get(what)
    if (code) throw Object.assign(new Error(code), { code })
  }
  const disk: Disk = {
    ...fs,
    async access(...given) {
      meet('access')
      return fs.access(...given)
    },
    async open(...given) {
      meet('open')
      const file = await fs.open(...given)
      return new Proxy(file, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target)
          if (typeof member !== 'function') return member
          return async (...of: unknown[]) => {
            meet(String(name))
            return member.apply(target, of)
          }
        },
      })
    },
  }
  return { disk, failures, counts }
}

/** A log in a folder of its own, or that of an earlier one, and what writes it. */
export async function openLog(given: { path?: string; maxBytes?: number; disk?: Disk; clock?: FakeClock } = {}) {
  const { path = join(await temporaryFolder(), 'logs', 'audit.log'), clock = fakeClock() } = given
  const cuts: number[] = []
  const background = createBackground({ clock })
  const store = createFileStore({
    path,
    maxBytes: given.maxBytes ?? 1_000_000,
    clock,
    background,
    onCut: (bytes) => cuts.push(bytes),
    ...(given.disk && { disk: given.disk }),
  })
  const writer = createAuditWriter({ store: () => store, clock, background })
  async function close() {
    await writer[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  }
  onTestFinished(close)
  return { clock, path, store, writer, cuts, close, append: (target: string) => writer.append(entryOf(target)) }
}

/** The whole of it, over a bus of its own. */
export async function openedAudit(config: AuditConfig | null, clock = fakeClock()) {
  const background = createBackground({ clock })
  const events = createEventBus(clock, background)
  const reported: unknown[] = []
  const audit: OwnedAudit = await openAudit({
    ...(config && { audit: config }),
    past: undefined,
    access: { nameOf: () => null },
    events,
    clock,
    background,
    report: (error) => reported.push(error),
  })
  onTestFinished(() => audit[Symbol.asyncDispose]())
  return { audit, events, clock, reported }
}

/** The files of a log, oldest first. */
export async function filesOfLog(path: string): Promise<string[]> {
  const folder = join(path, '..')
  const names = (await fs.readdir(folder)).filter((name) => /^audit\.log(\.\d+)?$/.test(name)).sort()
  return [...names.slice(1), ...names.slice(0, 1)].map((name) => join(folder, name))
}
