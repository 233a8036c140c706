// Whether the built dashboard works behind real proxies, with the blocks of DEPLOYMENT.md and a real browser.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { ofParts, type Verdict } from './verdict.ts'

const root = resolve(import.meta.dirname, '../../..')
/** Each with the variable that names its program, where it is in none of the usual places. */
const proxies = { nginx: 'NGINX', caddy: 'CADDY', traefik: 'TRAEFIK' } as const

/** Runs the journey behind each proxy that this machine has. Says which it does not have. */
export function worksBehindProxies(): Verdict {
  const verdicts = Object.entries(proxies).map(([name, variable]): Verdict => {
    const program = process.env[variable] ?? find(name)
    if (program === null) {
      console.log(`${name}: skipped, because it is not installed. ${variable} may name its program.`)
      return 'skipped'
    }
    const isServed = runJourney(name, program)
    console.log(`${name}: ${isServed ? 'the journey held' : 'the journey failed'}`)
    return isServed ? 'held' : 'failed'
  })
  return ofParts(verdicts)
}

function find(name: string): string | null {
  // Servers often stand where only root looks.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/local/bin']
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function runJourney(name: string, program: string): boolean {
  const playwright = join(root, 'e2e', 'node_modules', '@playwright', 'test', 'cli.js')
  const { status } = spawnSync(
    process.execPath,
    [playwright, 'test', '--project=journeys', '--workers=1', 'behind-proxy'],
    {
      cwd: join(root, 'e2e'),
      stdio: 'inherit',
      env: { ...process.env, PROOF_PROXY: name, PROOF_PROXY_PROGRAM: program },
    },
  )
  return status === 0
}
