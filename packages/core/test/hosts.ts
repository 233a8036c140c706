import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Gpu } from '@ollama-dashboard/contracts'
import { onTestFinished } from 'vitest'
import { createHostAccess, type HostAccess } from '../src/system/host-access.ts'
import type { ProgramResult } from '../src/system/run-program.ts'

/** A real host as its owner described it in public; hosts/README.md says what each member means. */
export interface RecordedHost {
  readonly title: string
  readonly source: string
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly arch: 'x64' | 'arm64'
  readonly ram_total: number
  readonly ram_available: number
  readonly nvidia: {
    readonly driver?: string | null
    readonly gpus: readonly Readonly<Record<string, string>>[]
    /** What `-L` prints. */
    readonly list?: string
    /** Where it lies when it is not in PATH. */
    readonly path?: string
    readonly failure?: 'timeout' | { readonly exit: number; readonly stdout: string; readonly stderr: string }
    /** Fields of a query that this version does not know. */
    readonly unknown_fields?: readonly string[]
  } | null
  readonly files: Readonly<Record<string, string>>
  readonly programs: Readonly<Record<string, string>>
  readonly ollama: { readonly version: string | null; readonly log: string } | null
  readonly expected: {
    readonly gpus: readonly Pick<Gpu, 'name' | 'vendor' | 'vram_total' | 'vram_used' | 'memory'>[]
    /** Where models go, by what the tools tell; no bytes where that cannot be known. */
    readonly pool: { readonly kind: 'vram' | 'unified' | 'ram' | 'unknown'; readonly bytes: number | null }
    readonly note: string
  }
}

const folder = join(import.meta.dirname, 'hosts')

/** Every recorded host by the name of its file. */
export async function readRecordedHosts(): Promise<readonly (readonly [string, RecordedHost])[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => {
      const host = JSON.parse(await readFile(join(folder, name), 'utf8')) as RecordedHost
      return [basename(name, '.json'), host] as const
    }),
  )
}

export const aHost = (more: Partial<RecordedHost>): RecordedHost => ({
  title: 'A host',
  source: '',
  platform: 'linux',
  arch: more.platform === 'darwin' ? 'arm64' : 'x64',
  ram_total: 64 * 2 ** 30,
  ram_available: 48 * 2 ** 30,
  nvidia: null,
  files: {},
  programs: {},
  ollama: null,
  expected: { gpus: [], pool: { kind: 'ram', bytes: 64 * 2 ** 30 }, note: '' },
  ...more,
})

/** Its programs and files, in the place of those of this machine. `asked` are the command lines that were run. */
export async function playHost(host: RecordedHost): Promise<HostAccess & { readonly asked: readonly string[] }> {
  const root = await mkdtemp(join(tmpdir(), 'ollama-dashboard-host-'))
  onTestFinished(() => rm(root, { recursive: true }))
  for (const [path, content] of Object.entries(host.files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  const asked: string[] = []
  const access = createHostAccess({
    root,
    platform: host.platform,
    arch: host.arch,
    memory: async () => ({ total: host.ram_total, available: host.ram_available }),
    async run(program, args) {
      const line = [program, ...args].join(' ')
      asked.push(line)
      const printed = host.programs[line] ?? (askedByScript.has(program) ? host.programs[program] : undefined)
      if (printed !== undefined) return exited(0, printed)
      return host.nvidia && program === (host.nvidia.path ?? 'nvidia-smi') ? nvidiaSmi(host.nvidia, args) : missing
    },
  })
  return Object.assign(access, { asked })
}

/** What they are asked is a whole script: recorded by the program alone. */
const askedByScript = new Set(['powershell.exe', 'osascript'])

const missing: ProgramResult = { outcome: 'missing', exitCode: null, stdout: '', stderr: '' }
export const exited = (exitCode: number, stdout: string, stderr = ''): ProgramResult => ({
  outcome: 'exited',
  exitCode,
  stdout,
  stderr,
})

function nvidiaSmi(
  { driver, gpus, failure, list, unknown_fields = [] }: NonNullable<RecordedHost['nvidia']>,
  args: readonly string[],
): ProgramResult {
  if (failure === 'timeout') return { outcome: 'timeout', exitCode: null, stdout: '', stderr: '' }
  if (failure) return exited(failure.exit, failure.stdout, failure.stderr)
  if (args[0] === '-L') return exited(0, list ?? '')
  const query = args.find((arg) => arg.startsWith('--query-gpu='))
  if (query === undefined) return exited(2, 'Invalid combination of input arguments.')
  const fields = query.slice('--query-gpu='.length).split(',')
  const unknown = fields.find((field) => unknown_fields.includes(field))
  if (unknown !== undefined) return exited(2, `Field "${unknown}" is not a valid field to query.\n`)
  const ofEach: Readonly<Record<string, string>> = { ...(driver && { driver_version: driver }) }
  const lines = gpus.map((gpu) => fields.map((field) => gpu[field] ?? ofEach[field] ?? '[N/A]').join(', '))
  return exited(0, `${lines.join('\n')}\n`)
}
