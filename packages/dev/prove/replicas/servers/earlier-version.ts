import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../../run.mjs'

/** The last version in which processes over one database knew nothing of each other. */
const commit = '0640fa05b020250fce6f3c07e90eb9ef83c56113'

/** The folder of that version, built there once; null where git does not have it. */
export function buildEarlierVersion(): string | null {
  const found = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`], { cwd: root })
  if (found.status !== 0) return null
  // Below `node_modules` Node would not read its TypeScript.
  const folder = join(tmpdir(), `ollama-dashboard-${found.stdout.toString().trim()}`)
  if (existsSync(join(folder, 'apps/api/dist/main.js'))) return folder
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-x', '-C', folder], { input: execFileSync('git', ['archive', commit], archived) })
  for (const command of ['install', 'build']) execFileSync('npx', ['--yes', 'pnpm@12', command], { cwd: folder })
  return folder
}

const archived = { cwd: root, maxBuffer: 2 ** 30 }
