import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Bytes, InstanceName, Named, Nullable, Percent, Timestamp } from './common.ts'
import { StringEnum } from './string-enum.ts'

export const historyRanges = ['15m', '1h', '24h', '7d', '30d', '1y'] as const
export const HistoryRange = StringEnum(historyRanges, { title: 'HistoryRange' })
export type HistoryRange = (typeof historyRanges)[number]

/** A range that ends now, or any part of the time that is kept. */
export const historyWindow = {
  range: Type.Optional({ ...HistoryRange, description: 'Ends now. Default: 15m. Not together with `from`' }),
  from: Type.Optional({ ...Timestamp, description: 'Begin of the period; needs `to`' }),
  to: Type.Optional({ ...Timestamp, description: 'End of the period' }),
}

/** Percentages over one step. */
const Spread = Named('Spread', { min: Percent, avg: Percent, max: Percent })
/** A figure with a unit of its own, over one step. */
const Reading = Named('Reading', { min: Type.Number(), avg: Type.Number(), max: Type.Number() })
export type Spread = Static<typeof Reading>

export const StatsPoint = Named('StatsPoint', {
  t: Timestamp,
  cpu: Nullable(Spread),
  memory: Nullable(Spread),
  vram: Nullable(Spread),
  disk: Nullable(Spread),
  requests: Nullable(
    Type.Integer({
      description: 'Requests of the server that ended within the step, failed ones too; null if not known',
    }),
  ),
  failed: Nullable(Type.Integer({ description: 'How many of them failed; null if not known' })),
  tokens_per_second: Nullable(Reading, { description: 'Speed of the replies' }),
  time_to_first_token_ms: Nullable(Reading, { description: 'How long the replies took to begin' }),
})
export type StatsPoint = Static<typeof StatsPoint>

const overTime = <S extends TSchema>(figure: S, unit: string) =>
  Nullable(Type.Array(Nullable(figure)), { description: `${unit}, one entry for each point; null if never measured` })

export const GpuHistory = Named('GpuHistory', {
  index: Type.Integer(),
  name: Type.String(),
  memory_percent: overTime(Spread, 'Memory in use'),
  utilization_percent: overTime(Spread, 'Load'),
  temperature_celsius: overTime(Reading, 'Temperature'),
  power_watts: overTime(Reading, 'Power'),
})
export type GpuHistory = Static<typeof GpuHistory>

export const StatsHistory = Named('StatsHistory', {
  range: Nullable(HistoryRange, { description: 'Null if `from` and `to` were given' }),
  from: Timestamp,
  to: Timestamp,
  step_seconds: Type.Integer({
    description: 'The finest step that is kept of the whole period, or a longer one if there were over 1,000 points',
  }),
  points: Type.Array(StatsPoint, { description: 'Oldest first; steps without a sample are omitted' }),
  gpus: Type.Array(GpuHistory, { description: 'GPUs that report memory, load, temperature or power, by index' }),
})
export type StatsHistory = Static<typeof StatsHistory>

/** A model that was in memory for a while. */
export const ResidencySpan = Named('ResidencySpan', {
  model: Type.String(),
  instance: InstanceName,
  loading_at: Nullable(Timestamp, { description: 'When loading began; null if another program loaded it' }),
  loaded_at: Nullable({
    ...Timestamp,
    description: 'Null while it loads. The first time it was seen if it was loaded before the dashboard started',
  }),
  ended_at: Nullable({
    ...Timestamp,
    description: 'When it left the memory, or was last seen in it; null if it is there now',
  }),
  size: Nullable(Bytes),
  size_vram: Nullable(Bytes),
  context_length: Nullable(Type.Integer()),
  requested_by: Nullable(Type.String({ description: 'Id of the key that had it loaded; null if none did' })),
})
export type ResidencySpan = Static<typeof ResidencySpan>

export const Residency = Named('Residency', {
  from: Timestamp,
  to: Timestamp,
  spans: Type.Array(ResidencySpan, { description: 'Those that reach into the period, by the time they began' }),
})
export type Residency = Static<typeof Residency>

const MemoryPool = Named('MemoryPool', { total: Bytes, used: Bytes, available: Bytes, percent: Percent })

/** What the memory of the host is used for. */
export const MemoryUsage = Named('MemoryUsage', {
  system_ram: MemoryPool,
  system_vram: Nullable(MemoryPool, { description: 'Null if no GPU reports memory of its own' }),
  models: Type.Array(
    Named('ModelMemoryUsage', {
      name: Type.String(),
      instance: InstanceName,
      size: Bytes,
      size_vram: Bytes,
      size_ram: Bytes,
      gpu_percent: Percent,
    }),
    { description: 'Models in memory on the host that is measured, largest first' },
  ),
  unaccounted_vram: Nullable(Bytes, {
    description: 'VRAM in use beyond that of models: other programs, drivers; null if it is not known',
  }),
})
export type MemoryUsage = Static<typeof MemoryUsage>
