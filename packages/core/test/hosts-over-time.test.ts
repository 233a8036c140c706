import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GpuHistory, SystemStats } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { historyAnswer } from '../src/history/history-answer.ts'
import { createHistoryRecorder } from '../src/history/history-recorder.ts'
import { newStep } from '../src/history/step.ts'
import { createColumns } from '../src/history/step-columns.ts'
import { readStep, storedStep } from '../src/history/stored-step.ts'
import { hostMetrics } from '../src/system/host-metrics.ts'
import { type RecordedHost, readRecordedHosts } from './hosts.ts'
import { lookAt } from './look-at-host.ts'

const hosts = await readRecordedHosts()

/** Each host is looked at once. */
const known = new Map<RecordedHost, SystemStats>()
async function statsOf(recorded: RecordedHost): Promise<SystemStats> {
  const stats = known.get(recorded) ?? (await lookAt(recorded)).stats
  known.set(recorded, stats)
  return stats
}

test.each(hosts)(
  '%s: the memory of each GPU over time and in metrics is as its owner knows it',
  async (_, recorded) => {
    const stats = await statsOf(recorded)
    const expected = recorded.expected.gpus.map(({ vram_total: total, vram_used: used }, row) => {
      const index = stats.gpus[row]?.index
      return { index, total, used, percent: used === null || !total ? null : Math.round((used / total) * 1000) / 10 }
    })
    const { gpus } = overTime(stats)
    const metrics = await metricsOf(stats)
    const found = expected.map(({ index }) => ({
      index,
      total: metrics.get(`ollama_host_gpu_memory_total_bytes ${index}`) ?? null,
      used: metrics.get(`ollama_host_gpu_memory_used_bytes ${index}`) ?? null,
      percent: gpus.find((gpu) => gpu.index === index)?.memory_percent?.[0]?.avg ?? null,
    }))
    expect(found).toEqual(expected)
  },
)

test.each(hosts)('%s: a sample of metrics for what is known, and none for what is not', async (_, recorded) => {
  const stats = await statsOf(recorded)
  const told = new Map<string, number>()
  for (const { index, ...gpu } of stats.gpus) {
    const figures = [
      ['memory_total_bytes', gpu.vram_total, 1],
      ['memory_used_bytes', gpu.vram_used, 1],
      ['utilization_ratio', gpu.utilization_percent, 100],
      ['temperature_celsius', gpu.temperature_celsius, 1],
      ['power_watts', gpu.power_watts, 1],
    ] as const
    for (const [name, value, per] of figures)
      if (value !== null) told.set(`ollama_host_gpu_${name} ${index}`, value / per)
  }
  const metrics = await metricsOf(stats)
  expect(new Map([...metrics].filter(([name]) => name.includes('_gpu_') && name.includes(' ')))).toEqual(told)
  for (const [name, value] of metrics) {
    expect(Number.isFinite(value), name).toBe(true)
    if (name.includes('_ratio')) expect([name, value >= 0 && value <= 1]).toEqual([name, true])
  }
  expect(metrics.get('ollama_host_vram_total_bytes')).toBe(stats.vram?.total)
  expect(metrics.get('ollama_host_memory_total_bytes')).toBe(stats.memory.total)
})

/**
 * The reviewed table: load, temperature and power were compared with what each host reported, `–` is what it does not tell.
 * `UPDATE=1` writes it anew; read every line that changes.
 */
test('load, temperature and power of each GPU over time are as reviewed', async () => {
  const path = join(import.meta.dirname, 'hosts', 'reviewed-figures.txt')
  const table = `${(await Promise.all(hosts.map(([slug, recorded]) => describeHost(slug, recorded)))).join('\n')}\n`
  if (process.env['UPDATE']) await writeFile(path, table)
  expect(table).toBe(await readFile(path, 'utf8'))
})

/** The history of one sample; what is stored of it says the same. */
function overTime(stats: SystemStats) {
  const recorder = createHistoryRecorder()
  recorder.host(Date.parse(stats.sampled_at), stats)
  const [[start, step] = [0, newStep()]] = recorder.recent('host')
  const period = { from: start, to: start + 2, stepSeconds: 2 }
  const [host, stored] = [createColumns(period), createColumns(period)]
  host.add(start, step)
  stored.addStored(start, storedStep(step))
  const { gpus, points } = historyAnswer({ host, replies: null })
  expect(historyAnswer({ host: stored, replies: null })).toEqual({ gpus, points })
  expect(readStep(storedStep(step))).toEqual(step)
  return { gpus: JSON.parse(gpus) as GpuHistory[] }
}

/** By name, and the index of the GPU where a sample is of one. */
async function metricsOf(stats: SystemStats): Promise<ReadonlyMap<string, number>> {
  const metrics = new Map<string, number>()
  for (const { name, samples } of hostMetrics(() => stats)) {
    for (const { labels, value } of await samples()) {
      const of = labels['gpu'] ?? labels['minutes']
      const key = of === undefined ? name : `${name} ${of}`
      expect(metrics.has(key), key).toBe(false)
      metrics.set(key, value)
    }
  }
  return metrics
}

async function describeHost(slug: string, recorded: RecordedHost): Promise<string> {
  const stats = await statsOf(recorded)
  const { gpus } = overTime(stats)
  const lines = stats.gpus.map(({ index, name }) => {
    const told = gpus.find((gpu) => gpu.index === index)
    return `  ${index} ${name}: ${told ? describeGpu(told) : 'nothing over time'}`
  })
  return [slug, ...(lines.length > 0 ? lines : ['  no GPU'])].join('\n')
}

function describeGpu(gpu: GpuHistory): string {
  const figure = (name: 'memory_percent' | 'utilization_percent' | 'temperature_celsius' | 'power_watts') =>
    gpu[name]?.[0]?.avg ?? '–'
  return [
    `memory ${figure('memory_percent')} %`,
    `load ${figure('utilization_percent')} %`,
    `${figure('temperature_celsius')} °C`,
    `${figure('power_watts')} W`,
  ].join(', ')
}
