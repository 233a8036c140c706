import { collectorFinding, type Finding } from '../kernel/contributions.ts'
import { formatSize } from '../kernel/text/format-size.ts'
import type { GpuState } from './gpus/gpu-reader.ts'
import type { SystemMonitor } from './system-monitor.ts'

/** How the reading of GPUs stands; undefined on a simulated host. */
export type GpuReadings = Pick<GpuState, 'problem' | 'readAt'> | undefined

const diskDegradedPercent = 90
const diskUnhealthyPercent = 97

/** How the sampling of the host, its GPUs and its disk stand. */
export const hostHealth = (monitor: SystemMonitor, gpus: GpuReadings): readonly Finding[] => [
  collectorFinding('collector:stats', monitor.collector),
  ...gpuFindings(gpus, monitor),
  diskFinding(monitor),
]

function gpuFindings(readings: GpuReadings, { collector }: SystemMonitor): Finding[] {
  if (!readings) return []
  const { problem, readAt } = readings
  const { gpus, gpus_known: isKnown } = collector.current().value ?? { gpus: [], gpus_known: false }
  const count = gpus.length
  const found = count === 0 ? 'No GPU found.' : count === 1 ? '1 GPU found.' : `${count} GPUs found.`
  const detail = problem ? `${problem.message} ${problem.hint}` : isKnown ? found : 'Waiting for the first reading.'
  return [{ name: 'gpu', status: problem ? 'degraded' : 'healthy', detail, checkedAt: readAt }]
}

function diskFinding({ collector }: SystemMonitor): Finding {
  const { value, triedAt } = collector.current()
  const disk = value?.disk
  if (!disk) return { name: 'disk', status: 'healthy', detail: 'Not measured yet.', checkedAt: triedAt }
  const { percent } = disk
  const status = percent > diskUnhealthyPercent ? 'unhealthy' : percent > diskDegradedPercent ? 'degraded' : 'healthy'
  return { name: 'disk', status, detail: `${percent} % used, ${formatSize(disk.free)} free.`, checkedAt: triedAt }
}
