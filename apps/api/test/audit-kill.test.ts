import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditEntry } from '@ollama-dashboard/contracts'
import { verifyFiles } from '@ollama-dashboard/core'
import { expect, onTestFinished, test } from 'vitest'
import { end, launch } from './launch.ts'

/** `pnpm prove` asks for more of them. */
const rounds = Number(process.env['PROOF_ROUNDS'] ?? 3)
const savers = 6

/** Saves ever greater numbers for one model until the server is gone. */
async function saveUntilGone(url: string, model: string, round: number, onKept: (change: string) => void) {
  for (let number = 1; ; number += 1) {
    const seed = round * 1_000_000 + number
    const answer = await fetch(`${url}/api/models/settings/${model}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seed }),
    }).catch(() => null)
    if (!answer) return
    expect(answer.status).toBe(200)
    onKept(`${model} ${seed}`)
  }
}

test(
  'a dashboard that is killed has each change in its log that it acknowledged, and goes on with the chain',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
    const folder = join(dataDir, 'logs')
    const env = { DATA_DIR: dataDir, OLLAMA_HOST: '127.0.0.1:1', AUDIT_LOG_MAX_BYTES: '1048576' }
    const acknowledged = new Set<string>()

    for (let round = 1; round <= rounds; round += 1) {
      const { child, url } = await launch(env)
      let left = 20 + ((round * 37) % 150)
      const onKept = (change: string) => {
        acknowledged.add(change)
        left -= 1
        if (left === 0) child.kill('SIGKILL')
      }
      const saving = Array.from({ length: savers }, (_, index) =>
        saveUntilGone(url, `model-${index}:latest`, round, onKept),
      )
      await Promise.all(saving)
      await end(child, 'SIGKILL')
    }

    // The last start cuts what the last kill left of a line.
    const { child } = await launch(env)
    await end(child, 'SIGTERM')
    const files = (await readdir(folder))
      .filter((name) => /^audit\.log(\.\d+)?$/.test(name))
      .map((name) => join(folder, name))
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    const entries: AuditEntry[] = texts.flatMap((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    )
    expect(await verifyFiles(files, null)).toEqual({ intact: true, lines: entries.length })
    const written = new Set(entries.map(({ target, after }) => `${target} ${after?.['seed']}`))
    expect([...acknowledged].filter((change) => !written.has(change))).toEqual([])
    expect(acknowledged.size).toBeGreaterThanOrEqual(20 * rounds)
  },
  120_000 + rounds * 15_000,
)
