import type { Health, HealthComponent, HealthState } from '@ollama-dashboard/contracts'
import type { FileExportState } from '../files/file-export.ts'
import type { Instance } from '../instances/instance.ts'
import type { Instances } from '../instances/instances.ts'
import type { WorkFailures } from '../kernel/background.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { Collector } from '../kernel/collector.ts'
import type { Storage } from '../storage/storage.ts'
import type { HostProbe } from '../system/host-probe.ts'
import type { SystemMonitor } from '../system/system-monitor.ts'

export interface HealthOptions {
  readonly instances: Instances
  readonly system: () => SystemMonitor
  /** How the reading of GPUs stands; null on a simulated host. */
  readonly gpuState: () => ReturnType<NonNullable<HostProbe['gpuState']>> | null
  readonly storage: Pick<Storage, 'state'>
  /** By name: files that are kept as the storage is. */
  readonly files: Readonly<Record<string, () => FileExportState>>
  /** What failed behind the scenes. */
  readonly failures: () => readonly WorkFailures[]
  readonly clock: Clock
  readonly version: string
}

type Finding = Pick<HealthComponent, 'name' | 'status' | 'detail'> & { readonly checkedAt: number | null }

const diskAttentionPercent = 90
const diskBrokenPercent = 97

/** Judges every part each time it is asked, and remembers since when each judgement holds. */
export function createHealth(options: HealthOptions): () => Health {
  const { instances, system, gpuState, storage, failures, files, clock, version } = options
  const startedAt = clock.now()
  const elapsedAtStart = clock.elapsed()
  const judged = new Map<string, { status: HealthState; since: number }>()

  function component({ name, status, detail, checkedAt }: Finding): HealthComponent {
    const before = judged.get(name)
    // Nobody asked before: what is well has been so since the start.
    const first = status === 'healthy' ? startedAt : clock.now()
    const since = before ? (before.status === status ? before.since : clock.now()) : first
    judged.set(name, { status, since })
    return {
      name,
      status,
      detail,
      since: timestamp(since),
      checked_at: checkedAt === null ? null : timestamp(checkedAt),
    }
  }

  return () => {
    const findings = [
      ...instances.all().flatMap(findingsOf),
      collectorFinding('collector:stats', system().collector),
      ...gpuFindings(gpuState(), system()),
      diskFinding(system()),
      storageFinding(storage),
      backgroundFinding(failures(), clock.now()),
      ...Object.entries(files).map(([name, state]) => fileFinding(name, state())),
    ]
    const components = findings.map(component)
    for (const name of judged.keys()) if (!findings.some((finding) => finding.name === name)) judged.delete(name)
    return {
      status: worst(components),
      components,
      uptime_seconds: Math.round((clock.elapsed() - elapsedAtStart) / 1000),
      version,
    }
  }
}

/** A dashboard without Ollama still does its own work: it is degraded, and only a failure of its own makes it unhealthy. */
function worst(components: readonly HealthComponent[]): HealthState {
  const own = components.filter(({ name }) => !name.startsWith('ollama:') && !name.startsWith('collector:'))
  if (own.some(({ status }) => status === 'unhealthy')) return 'unhealthy'
  return components.every(({ status }) => status === 'healthy') ? 'healthy' : 'degraded'
}

function findingsOf(instance: Instance): Finding[] {
  const { loaded, installed, version, shown, traits, name } = instance
  return [
    ollamaFinding(instance),
    listFinding(`collector:${name}:${loaded.name}`, loaded, instance.leftOut().loaded),
    listFinding(`collector:${name}:${installed.name}`, installed, instance.leftOut().installed),
    collectorFinding(`collector:${name}:${version.name}`, version),
    cacheFinding(`cache:${name}:show`, shown.size),
    cacheFinding(`cache:${name}:traits`, traits.size),
  ]
}

function ollamaFinding(instance: Instance): Finding {
  const { error, triedAt } = instance.loaded.current()
  const version = instance.version.current().value
  const reachable = instance.reachable()
  const detail = reachable
    ? `Ollama ${version ?? ''} answers.`.replace('  ', ' ')
    : (error?.message ?? 'Not asked yet.')
  const status = reachable === false ? 'unhealthy' : reachable ? 'healthy' : 'degraded'
  return { name: `ollama:${instance.name}`, status, detail, checkedAt: triedAt }
}

function listFinding(name: string, collector: Collector<unknown>, leftOut: number): Finding {
  const finding = collectorFinding(name, collector)
  if (finding.status !== 'healthy' || leftOut === 0) return finding
  const models = leftOut === 1 ? '1 model is' : `${leftOut} models are`
  return { ...finding, status: 'degraded', detail: `${models} left out: without a usable name, or listed twice.` }
}

/** So long after a failure it is still told. */
const recentMs = 3_600_000

function backgroundFinding(failures: readonly WorkFailures[], now: number): Finding {
  const recent = failures.filter(({ lastAt }) => now - lastAt < recentMs)
  const lastAt = Math.max(...recent.map((one) => one.lastAt))
  if (recent.length === 0) {
    return { name: 'background', status: 'healthy', detail: 'Nothing failed in the last hour.', checkedAt: now }
  }
  const works = recent.map(({ work, count }) => `${work} (${count} since the start)`).join(', ')
  return { name: 'background', status: 'degraded', detail: `Failed: ${works}. The log says why.`, checkedAt: lastAt }
}

function collectorFinding(name: string, collector: Collector<unknown>): Finding {
  const { error, failures, triedAt } = collector.current()
  if (!error)
    return {
      name,
      status: 'healthy',
      detail: triedAt === null ? 'First answer pending.' : 'Up to date.',
      checkedAt: triedAt,
    }
  const times = failures === 1 ? 'once' : `${failures} times`
  return {
    name,
    status: failures >= 5 ? 'unhealthy' : 'degraded',
    detail: `Failed ${times}: ${error.message}`,
    checkedAt: triedAt,
  }
}

const cacheFinding = (name: string, size: number): Finding => ({
  name,
  status: 'healthy',
  detail: size === 1 ? '1 entry.' : `${size} entries.`,
  checkedAt: null,
})

function gpuFindings(state: ReturnType<HealthOptions['gpuState']>, { collector }: SystemMonitor): Finding[] {
  if (!state) return []
  const { problem, readAt } = state
  const { gpus, gpus_known: isKnown } = collector.current().value ?? { gpus: [], gpus_known: false }
  const count = gpus.length
  const found = count === 0 ? 'No GPU found.' : count === 1 ? '1 GPU found.' : `${count} GPUs found.`
  const detail = problem ? `${problem.message} ${problem.hint}` : isKnown ? found : 'First reading pending.'
  return [{ name: 'gpu', status: problem ? 'degraded' : 'healthy', detail, checkedAt: readAt }]
}

function diskFinding({ collector }: SystemMonitor): Finding {
  const { value, triedAt } = collector.current()
  const disk = value?.disk
  if (!disk) return { name: 'disk', status: 'healthy', detail: 'Not measured yet.', checkedAt: triedAt }
  const status =
    disk.percent > diskBrokenPercent ? 'unhealthy' : disk.percent > diskAttentionPercent ? 'degraded' : 'healthy'
  const free = (disk.free / 1e9).toFixed(1)
  return { name: 'disk', status, detail: `${disk.percent} % used, ${free} GB free.`, checkedAt: triedAt }
}

function storageFinding(storage: Pick<Storage, 'state'>): Finding {
  const { failure, triedAt } = storage.state()
  const detail = failure ? `${failure.message} ${failure.hint ?? ''}`.trim() : 'What was saved last is kept.'
  return { name: 'storage', status: failure ? 'unhealthy' : 'healthy', detail, checkedAt: triedAt }
}

/** The storage holds the truth: a file that lags behind loses nothing. */
const fileFinding = (name: string, { problem, triedAt }: FileExportState): Finding => ({
  name,
  status: problem === null ? 'healthy' : 'degraded',
  detail: problem ?? 'It holds what is saved.',
  checkedAt: triedAt,
})
