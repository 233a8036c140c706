import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SettingsEntry, SettingsHistory } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../../packages/core/test/postgres/fresh-database.ts'
import { end, launch } from './launch.ts'

/** `pnpm prove` asks for more of them. */
const rounds = Number(process.env['PROOF_ROUNDS'] ?? 3)
const savers = 6

/** Saves ever greater numbers for one model, one after the other, until the server is gone. */
async function saveUntilGone(url: string, model: string, kept: Map<string, number>, onKept: () => void) {
  for (let seed = (kept.get(model) ?? 0) + 1; ; seed += 1) {
    const answer = await fetch(`${url}/api/models/settings/${model}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seed }),
    }).catch(() => null)
    if (!answer) return
    // Its head came, so that it was kept, even where the body did not come any more.
    expect(answer.status).toBe(200)
    kept.set(model, seed)
    onKept()
  }
}

test.each([
  ['SQLite', async () => ({})],
  ['PostgreSQL', async () => ({ DATABASE_URL: await freshDatabase() })],
])(
  'a dashboard over %s that is killed while it saves settings has every one it acknowledged, also in its file',
  async (_, storage) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
    const env = { DATA_DIR: dataDir, OLLAMA_HOST: '127.0.0.1:1', ...(await storage()) }
    const kept = new Map<string, number>()
    const models = Array.from({ length: savers }, (_, index) => `model-${index}:latest`)

    for (let round = 1; round <= rounds; round += 1) {
      const { child, url } = await launch(env)
      const { settings } = (await (await fetch(`${url}/api/models/settings`)).json()) as { settings: SettingsEntry[] }
      const stored = new Map(settings.map(({ model, settings: { seed } }) => [model, seed ?? 0]))
      for (const [model, seed] of kept) expect(stored.get(model)).toBeGreaterThanOrEqual(seed)
      for (const [model, after] of stored) {
        const history = await fetch(`${url}/api/models/settings/${model}/history?limit=1`)
        const { changes } = (await history.json()) as SettingsHistory
        expect(changes[0]?.changed).toEqual([{ setting: 'seed', before: after === 1 ? null : after - 1, after }])
      }

      // Saved and not told any more: the next numbers begin after it.
      for (const [model, seed] of stored) kept.set(model, seed)
      let left = 10 + ((round * 7) % 50)
      const killWhenEnough = () => {
        left -= 1
        if (left === 0) child.kill('SIGKILL')
      }
      await Promise.all(models.map((model) => saveUntilGone(url, model, kept, killWhenEnough)))
      await end(child, 'SIGKILL')

      const file = JSON.parse(await readFile(join(dataDir, 'model_settings.json'), 'utf8'))
      for (const [model, seed] of kept) expect(file[model].settings.seed).toBeGreaterThanOrEqual(seed)
    }
    await launch(env)
    // Of the temporary files that a killed process left, none stays.
    expect((await readdir(dataDir)).filter((name) => !name.startsWith('dashboard.')).sort()).toEqual([
      'logs',
      'model_settings.json',
    ])
  },
  120_000 + rounds * 15_000,
)
