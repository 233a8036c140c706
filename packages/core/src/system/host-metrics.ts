import type { Gpu, SystemStats } from '@ollama-dashboard/contracts'
import type { Metric, Sample } from '../kernel/contributions.ts'

type Known = (stats: SystemStats) => number | null | undefined

/** The figures of this host as they were last sampled; what cannot be read has no sample, and zero is zero. */
export function hostMetrics(current: () => SystemStats | null): readonly Metric[] {
  const one = (name: string, help: string, read: Known): Metric => ({
    type: 'gauge',
    ...{ name, help, labelNames: [] },
    samples: () => {
      const stats = current()
      const value = stats && read(stats)
      return value == null ? [] : [{ labels: {}, value }]
    },
  })
  const perGpu = (name: string, help: string, read: (gpu: Gpu) => number | null): Metric => ({
    type: 'gauge',
    ...{ name, help, labelNames: ['gpu', 'name'] },
    samples: () =>
      (current()?.gpus ?? []).flatMap((gpu): Sample[] => {
        const value = read(gpu)
        return value === null ? [] : [{ labels: { gpu: String(gpu.index), name: gpu.name }, value }]
      }),
  })
  const ratio = (percent: number | null | undefined) => (percent == null ? null : percent / 100)
  const minutes = [1, 5, 15]

  return [
    one('ollama_host_cpu_ratio', 'Use of all processors together, 0 to 1', ({ cpu }) => ratio(cpu.percent)),
    one('ollama_host_cpu_cores', 'Processors of this host', ({ cpu }) => cpu.cores),
    {
      type: 'gauge',
      name: 'ollama_host_load_average',
      help: 'Processes that ran or waited, on average over so many minutes',
      labelNames: ['minutes'],
      samples: () =>
        (current()?.cpu.load_average ?? []).map((value, index) => ({
          labels: { minutes: String(minutes[index]) },
          value,
        })),
    },
    one('ollama_host_memory_total_bytes', 'Memory of this host, or of the container', ({ memory }) => memory.total),
    one('ollama_host_memory_used_bytes', 'Memory in use', ({ memory }) => memory.used),
    one(
      'ollama_host_memory_available_bytes',
      'Memory that can be had without swapping',
      ({ memory }) => memory.available,
    ),
    one('ollama_host_vram_total_bytes', 'Memory of all GPUs that models run on', ({ vram }) => vram?.total),
    one('ollama_host_vram_used_bytes', 'Memory in use of all GPUs that models run on', ({ vram }) => vram?.used),
    one(
      'ollama_host_unified_memory_gpu_max_bytes',
      'What a GPU without memory of its own can have',
      (stats) => stats.unified_memory?.gpu_max,
    ),
    one('ollama_host_disk_total_bytes', 'Size of the disk that holds the models', ({ disk }) => disk?.total),
    one('ollama_host_disk_used_bytes', 'Used of the disk that holds the models', ({ disk }) => disk?.used),
    one('ollama_host_disk_free_bytes', 'Free on the disk that holds the models', ({ disk }) => disk?.free),
    one('ollama_host_uptime_seconds', 'Time since this host was started', ({ uptime_seconds }) => uptime_seconds),
    perGpu('ollama_host_gpu_utilization_ratio', 'Share of the time in which a GPU worked, 0 to 1', (gpu) =>
      ratio(gpu.utilization_percent),
    ),
    perGpu('ollama_host_gpu_memory_used_bytes', 'Memory of a GPU in use', (gpu) => gpu.vram_used),
    perGpu('ollama_host_gpu_memory_total_bytes', 'Memory of a GPU', (gpu) => gpu.vram_total),
    perGpu('ollama_host_gpu_temperature_celsius', 'Temperature of a GPU', (gpu) => gpu.temperature_celsius),
    perGpu('ollama_host_gpu_power_watts', 'Power that a GPU draws', (gpu) => gpu.power_watts),
  ]
}
