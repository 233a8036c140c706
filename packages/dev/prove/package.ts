// Whether the package works where there is nothing but npm: run by npx in an empty folder, and installed for everybody.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { pack } from '../pack.mjs'
import { problemsOf } from './package/served-package.ts'
import { ofParts, told, type Verdict } from './verdict.ts'

const root = resolve(import.meta.dirname, '../../..')
const installLimitMs = 300_000
const doctorLimitMs = 60_000
/** Newer than every version that is known to be vulnerable: that of the simulation itself is, and `doctor` says so. */
const withoutReports = '0.99.0'

/** Whether it starts, answers and ends as it should. */
export async function worksAsPackage(): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-package-'))
  const path = process.env['PATH']
  try {
    const file = await pack(folder)
    // The pinned Node of the repository is first in it, and is not to be found by the package.
    process.env['PATH'] = (path ?? '').split(delimiter).filter(isOfMachine).join(delimiter)
    const node = spawnSync('node', ['--version'], { encoding: 'utf8' }).stdout.trim()
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const byNpx = await problemsOf('npx', ['--yes', `../${basename(file)}`], { folder: empty, told: 'group' })
    const prefix = join(folder, 'global')
    const { status, stderr } = spawnSync('npm', ['install', '--global', '--prefix', prefix, file], {
      encoding: 'utf8',
      timeout: installLimitMs,
    })
    const installed =
      status === 0
        ? await problemsOf(join(prefix, 'bin', 'ollama-dashboard'), [], { folder: empty, told: 'command' })
        : [stderr.trim()]
    const checked = await doctorProblems(join(prefix, 'bin', 'ollama-dashboard'), empty)
    return ofParts([
      told(`npx with Node ${node}`, byNpx),
      told(`npm install --global with Node ${node}`, installed),
      told('ollama-dashboard doctor', checked),
    ])
  } finally {
    process.env['PATH'] = path
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What keeps `doctor` from finding nothing critical, with an Ollama that answers. */
async function doctorProblems(program: string, folder: string): Promise<readonly string[]> {
  await using simulator = await startSimulator({ scenario: { ...scenarios.home, version: withoutReports } })
  const child = spawn(program, ['doctor'], {
    cwd: folder,
    env: { ...process.env, HOST: '127.0.0.1', OLLAMA_HOST: simulator.url },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: doctorLimitMs,
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return child.exitCode === 0 ? [] : [`It ended with ${child.exitCode}: ${out}${err}`]
}

const isOfMachine = (folder: string): boolean => !resolve(folder).startsWith(join(root, 'node_modules'))
