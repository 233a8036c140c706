import type { HostAccess } from '../../host-access.ts'
import type { ProgramResult } from '../../run-program.ts'

/** Without the driver kept loaded, each start of nvidia-smi starts every GPU: seconds where there are several. */
const timeoutMs = 20_000

/** The name last: the one value that may have a comma in it. */
const wanted = [
  'index',
  'uuid',
  'pci.bus_id',
  'memory.total',
  'memory.used',
  'memory.free',
  'utilization.gpu',
  'temperature.gpu',
  'power.draw',
  'mig.mode.current',
  'driver_version',
  'compute_mode',
  'name',
] as const
export type NvidiaField = (typeof wanted)[number]

/** Text as nvidia-smi prints it, without its unit; a field that this version does not know is absent. */
export type NvidiaRow = Readonly<Partial<Record<NvidiaField, string>>>

export interface NvidiaAnswer {
  readonly outcome: ProgramResult['outcome']
  readonly rows: readonly NvidiaRow[]
  /** Everything else that was printed; empty when all is well. */
  readonly complaint: string
}

export interface NvidiaSmi {
  /** One row for each GPU. */
  query(signal: AbortSignal): Promise<NvidiaAnswer>
  /** What another call prints; empty where it fails. */
  print(args: readonly string[], signal: AbortSignal): Promise<string>
}

/** Where it is when it is not in PATH. */
function placesOf({ platform }: HostAccess): readonly string[] {
  if (platform === 'win32') {
    return [
      'nvidia-smi',
      String.raw`C:\Windows\System32\nvidia-smi.exe`,
      String.raw`C:\Program Files\NVIDIA Corporation\NVSMI\nvidia-smi.exe`,
    ]
  }
  return ['nvidia-smi', '/usr/bin/nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi', '/run/current-system/sw/bin/nvidia-smi']
}

export function createNvidiaSmi(host: HostAccess): NvidiaSmi {
  const places = placesOf(host)
  let program: string | null = null
  let fields: readonly NvidiaField[] = wanted

  async function run(args: readonly string[], signal: AbortSignal, maxBytes: number): Promise<ProgramResult> {
    for (const place of program === null ? places : [program]) {
      const result = await host.run(place, args, { signal, timeoutMs, maxBytes })
      if (result.outcome !== 'missing') {
        program = place
        return result
      }
    }
    program = null
    return { outcome: 'missing', exitCode: null, stdout: '', stderr: '' }
  }

  return {
    async query(signal) {
      for (;;) {
        const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits']
        const { outcome, exitCode, stdout, stderr } = await run(args, signal, 256 * 1024)
        const refused = exitCode ? refusedField(stdout + stderr) : null
        // An older nvidia-smi refuses the whole query for one field that it does not know.
        if (refused !== null && fields.includes(refused)) {
          fields = fields.filter((field) => field !== refused)
          continue
        }
        return { outcome, ...readRows(fields, stdout, stderr) }
      }
    },
    async print(args, signal) {
      const { exitCode, stdout } = await run(args, signal, 4 * 1024 * 1024)
      return exitCode === 0 ? stdout : ''
    },
  }
}

function refusedField(text: string): NvidiaField | null {
  const told = text.slice(0, 4096).toLowerCase()
  return wanted.find((field) => told.includes(`field "${field}" is not a valid field`)) ?? null
}

function readRows(fields: readonly NvidiaField[], stdout: string, stderr: string): Omit<NvidiaAnswer, 'outcome'> {
  const rows: NvidiaRow[] = []
  const rest: string[] = []
  for (const line of stdout.split('\n')) {
    const values = line.split(',')
    const isRow = values.length >= fields.length && /^\d+$/.test(values[0]?.trim() ?? '')
    if (!isRow) {
      rest.push(line)
      continue
    }
    const last = fields.length - 1
    const entries = fields.map((field, at) => [
      field,
      (at === last ? values.slice(last).join(',') : (values[at] ?? '')).trim(),
    ])
    rows.push(Object.fromEntries(entries) as NvidiaRow)
  }
  return { rows, complaint: [...rest, stderr].join('\n').trim() }
}

/** A number, zero included; null for `[N/A]`, `[Not Supported]`, `ERR!` and whatever else is printed in place of one. */
export function nvidiaNumber(text: string | undefined): number | null {
  if (text === undefined || !/^-?\d{1,12}(?:\.\d{1,6})?$/.test(text)) return null
  return Number(text)
}

/** Whether the driver has no such figure at all, as against one that it may not tell or failed to read. */
export const isNotSupported = (text: string | undefined): boolean =>
  text !== undefined && /^\[?(?:N\/A|Not Supported)\]?$/i.test(text)
