import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Closed, InstanceName, Named, NoQuery, Nullable, OnInstance, Percent, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { historyWindow, StatsHistory } from './history.ts'
import { StringEnum } from './string-enum.ts'

const Memory = Named('Memory', { total: Bytes, used: Bytes, available: Bytes, percent: Percent })
const Vram = Named(
  'Vram',
  { total: Bytes, used: Bytes, free: Bytes, percent: Percent },
  {
    description:
      'Sum over all GPUs with dedicated memory that models run on and that report it; null if there are none',
  },
)
const UnifiedMemory = Named(
  'UnifiedMemory',
  {
    total: Bytes,
    used: Bytes,
    available: Bytes,
    percent: Percent,
    gpu_max: { ...Bytes, description: 'Max memory that the GPU can use' },
  },
  { description: 'Memory shared by CPU and GPU, if models run on a GPU without dedicated memory; else null' },
)
const Disk = Named('Disk', { path: Type.String(), total: Bytes, used: Bytes, free: Bytes, percent: Percent })

export const gpuMemories = ['dedicated', 'unified'] as const

export const Gpu = Named('Gpu', {
  index: Type.Integer(),
  name: Type.String(),
  vendor: Nullable(Type.String()),
  memory: StringEnum(gpuMemories, { description: 'Dedicated, or shared with the host' }),
  runs_models: Type.Boolean({ description: 'Whether Ollama uses it for models by default' }),
  vram_total: Nullable(Bytes),
  vram_used: Nullable(Bytes),
  utilization_percent: Nullable(Percent),
  temperature_celsius: Nullable(Type.Number()),
  power_watts: Nullable(Type.Number()),
})
export type Gpu = Static<typeof Gpu>

/** One sample of the host. */
export const SystemStats = Named('SystemStats', {
  cpu: Named('Cpu', {
    percent: Nullable(Percent),
    cores: Type.Integer(),
    load_average: Type.Array(Type.Number(), { description: 'Over 1, 5 and 15 minutes; empty on Windows' }),
  }),
  cpu_percent: Nullable(Percent),
  memory: Memory,
  vram: Nullable(Vram),
  unified_memory: Nullable(UnifiedMemory),
  gpus: Type.Array(Gpu),
  gpus_known: Type.Boolean({
    description: 'False if there may be more GPUs: a driver has not responded yet, or cannot be read',
  }),
  disk: Nullable(Disk),
  uptime_seconds: Type.Number(),
  sampled_at: Timestamp,
  host: Type.String(),
})
export type SystemStats = Static<typeof SystemStats>

/** What the host of the dashboard runs on. */
const hostVersions = {
  operating_system: Nullable(
    Type.String({ description: 'Of the host of the dashboard, such as "Linux 6.12.9 (x64)"' }),
  ),
  gpu_driver: Nullable(
    Type.String({ description: 'Of its GPUs, such as "NVIDIA 570.86.15"; null without a GPU, and if it is not known' }),
  ),
}
const HostVersions = Type.Object(hostVersions)
export type HostVersions = Static<typeof HostVersions>

export const system = defineEndpoints({
  stats: {
    method: 'GET',
    path: '/api/system/stats',
    access: 'viewer',
    summary: 'Get CPU, memory, GPU and disk usage of the host',
    query: NoQuery,
    status: 200,
    response: SystemStats,
  },
  statsHistory: {
    method: 'GET',
    path: '/api/system/stats/history',
    access: 'viewer',
    summary: 'Get usage of the host, requests and speed over time, up to a year back',
    query: Closed({ ...OnInstance.properties, ...historyWindow }),
    status: 200,
    response: StatsHistory,
    errors: ['instance_not_found', ...storageErrors],
  },
  version: {
    method: 'GET',
    path: '/api/version',
    access: 'viewer',
    summary: 'Get the versions of Ollama, of the dashboard and of what they run on',
    query: OnInstance,
    status: 200,
    response: Named('Versions', {
      version: Nullable(Type.String({ description: 'Version of Ollama; null if it is unreachable' })),
      dashboard_version: Type.String(),
      ...hostVersions,
      instance: InstanceName,
    }),
    errors: ['instance_not_found'],
  },
  test: {
    method: 'GET',
    path: '/api/test',
    access: 'viewer',
    summary: 'Check that the API is available, and get its clock',
    query: NoQuery,
    status: 200,
    response: Named('TestAnswer', { message: Type.String(), time: Timestamp }),
  },
})
