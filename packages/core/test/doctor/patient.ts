import { basename, dirname } from 'node:path'
import type { SystemStats } from '@ollama-dashboard/contracts'
import type { Asked } from '../../src/doctor/ask-address.ts'
import type { Patient } from '../../src/doctor/patient.ts'
import type { ServerVariables } from '../../src/doctor/server-variables.ts'
import type { InstanceOptions } from '../../src/instances/instance.ts'
import { isLocal } from '../../src/instances/location.ts'
import type { Finding } from '../../src/kernel/contributions.ts'
import { defaultMemoryConfig } from '../../src/memory/memory-estimate.ts'
import { connectionFailure } from '../../src/ollama/errors/connection-errors.ts'
import type { InstalledModel, LoadedModel } from '../../src/ollama/ollama.ts'
import { stubInstance } from '../stub-ollama.ts'

/** How an address answers: with a status, and with headers and a text where they matter. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly text?: string
}

export interface PatientCase {
  readonly url?: string
  readonly version?: string
  readonly loaded?: readonly LoadedModel[]
  readonly installed?: readonly InstalledModel[]
  /** By `host/path`; the code of an error where there is no answer. Nobody else is there: those refuse. */
  readonly replies?: Readonly<Record<string, Reply | string>>
  readonly addresses?: readonly string[]
  /** Null where they cannot be read. */
  readonly variables?: Readonly<Record<string, string>> | null
  readonly manager?: 'systemd' | 'process' | 'docker' | 'brew'
  readonly stats?: Partial<SystemStats> | null
  readonly readings?: readonly Partial<Finding>[]
  readonly driver?: string
  readonly modes?: Readonly<Record<string, number>>
  readonly programs?: Readonly<Record<string, string>>
  readonly platform?: NodeJS.Platform
  readonly now?: string
  readonly more?: Partial<Patient>
}

const commands = {
  systemd: 'sudo systemctl restart ollama',
  process: 'ollama serve',
  docker: 'docker restart ollama',
  brew: 'brew services restart ollama',
}

/** A patient of whom everything is as given, once its server was asked for the first time. */
export async function aPatient(of: PatientCase = {}): Promise<Patient> {
  const { manager = 'systemd', replies = {}, modes = {}, programs = {} } = of
  const options: Partial<InstanceOptions> = of.url === undefined ? {} : { url: new URL(of.url) }
  const { instance, clock } = stubInstance(
    {
      version: async () => of.version ?? '0.32.15',
      loaded: async () => of.loaded ?? [],
      installed: async () => of.installed ?? [],
    },
    options,
  )
  await clock.advance(0)
  const stats = of.stats === null ? null : { ...quietStats, ...of.stats }
  return {
    instance,
    isLocal: isLocal(instance),
    loaded: () => instance.loaded.current().value,
    installed: () => instance.installed.current().value,
    access: {},
    host: {
      latest: async () => stats,
      health: () =>
        (of.readings ?? []).map((one) => ({ name: '', status: 'healthy', detail: '', checkedAt: null, ...one })),
      modelsFolder: () => '/usr/share/ollama/.ollama/models',
      driver: () => of.driver ?? null,
    },
    rules: defaultMemoryConfig,
    dataDir: '/var/lib/ollama-dashboard',
    needsKey: true,
    addresses: () => of.addresses ?? ['192.168.1.5'],
    ask: async ({ host, pathname }) => answered(replies[`${host}${pathname}`] ?? 'ECONNREFUSED'),
    machine: {
      platform: of.platform ?? 'linux',
      readText: async () => null,
      list: async (folder) => Object.keys(modes).flatMap((path) => (dirname(path) === folder ? [basename(path)] : [])),
      async run(program, args) {
        const stdout = programs[[program, ...args].join(' ')]
        return stdout === undefined
          ? { outcome: 'missing', exitCode: null, stdout: '', stderr: '' }
          : { outcome: 'exited', exitCode: 0, stdout, stderr: '' }
      },
    },
    async modeOf(path) {
      const mode = modes[path]
      if (mode === undefined) throw Object.assign(new Error('not there'), { code: 'ENOENT' })
      return mode
    },
    kept: async () => ({ manager, command: commands[manager] }),
    variables: async () => (of.variables === null ? null : variablesOf(of.variables ?? {})),
    now: () => Date.parse(of.now ?? '2026-08-21T12:00:00Z'),
    ...of.more,
  }
}

const variablesOf = (values: Readonly<Record<string, string>>): ServerVariables => ({
  source: 'the environment of its process',
  get: (name) => values[name] ?? null,
})

function answered(reply: Reply | string): Asked {
  if (typeof reply === 'string') throw connectionFailure(Object.assign(new Error(reply), { code: reply }))
  const { status, headers = {}, text = '' } = reply
  return { status, header: (name) => headers[name] ?? null, text }
}

const quietStats: SystemStats = {
  cpu: { percent: 1, cores: 8, load_average: [] },
  cpu_percent: 1,
  memory: { total: 64e9, used: 8e9, available: 56e9, percent: 12.5 },
  vram: null,
  unified_memory: null,
  gpus: [],
  gpus_known: true,
  disk: { path: '/', total: 1e12, used: 4e11, free: 6e11, percent: 40 },
  uptime_seconds: 1,
  sampled_at: '2026-08-21T12:00:00Z',
  host: 'workstation',
}

export const aGpu: SystemStats['gpus'][number] = {
  index: 0,
  name: 'NVIDIA GeForce RTX 3090',
  vendor: 'NVIDIA',
  memory: 'dedicated',
  runs_models: true,
  vram_total: 25_769_803_776,
  vram_used: 0,
  utilization_percent: 0,
  temperature_celsius: 40,
  power_watts: 20,
}
