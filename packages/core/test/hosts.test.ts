import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SystemStats } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { fitsIn, type HostMemory } from '../src/memory/host-memory.ts'
import { type MemoryInput, memoryAt } from '../src/memory/memory-estimate.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { serverDefaults } from '../src/ollama/server-defaults.ts'
import { recommend } from '../src/settings/advice/recommend.ts'
import { type RecordedHost, readRecordedHosts } from './hosts.ts'
import { lookAt } from './look-at-host.ts'
import { llama31, modelInfo } from './model-info.ts'
import { installedModel } from './stub-ollama.ts'

/** Sizes as Ollama's library tells them for Q4_K_M; layers as the publishers' config.json has them. */
const models = [
  { name: 'llama3.1:8b', size: 4_920_753_328, info: llama31 },
  {
    name: 'qwen3:32b',
    size: 20_201_253_840,
    info: modelInfo('qwen3', {
      block_count: 64,
      embedding_length: 5120,
      context_length: 40_960,
      'attention.head_count': 64,
      'attention.head_count_kv': 8,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
  },
  {
    name: 'llama3.3:70b',
    size: 42_520_413_916,
    info: modelInfo('llama', {
      block_count: 80,
      embedding_length: 8192,
      context_length: 131_072,
      'attention.head_count': 64,
      'attention.head_count_kv': 8,
    }),
  },
]

const hosts = await readRecordedHosts()

test.each(hosts)('%s: its GPUs are told as its owner knows them', async (_, recorded) => {
  const { stats } = await lookAt(recorded)
  const told = stats.gpus.map(({ name, vendor, vram_total, vram_used, memory }) => {
    return { name, vendor, vram_total, vram_used, memory }
  })
  expect(told).toEqual(recorded.expected.gpus)
})

test.each(hosts)('%s: models go where its owner saw them go', async (_, recorded) => {
  const { stats, vramTotal } = await lookAt(recorded)
  expect(poolOf(stats, vramTotal)).toEqual(recorded.expected.pool)
})

/**
 * The reviewed table: each figure was compared by hand with what the owner of the host reported and with what Ollama
 * logged there. `UPDATE=1` writes it anew; read every line that changes.
 */
test('what models may use on each host, what fits and what is recommended is as reviewed', async () => {
  const path = join(import.meta.dirname, 'hosts', 'reviewed.txt')
  const table = `${(await Promise.all(hosts.map(([slug, recorded]) => describeHost(slug, recorded)))).join('\n\n')}\n`
  if (process.env['UPDATE']) await writeFile(path, table)
  expect(table).toBe(await readFile(path, 'utf8'))
})

function poolOf({ vram, unified_memory: unified, memory }: SystemStats, vramTotal: number | null) {
  if (unified) return { kind: 'unified', bytes: unified.gpu_max }
  // A card may tell its size and not what is used of it.
  const own = vram?.total ?? vramTotal
  if (own === null) return { kind: 'unknown', bytes: null }
  return own > 0 ? { kind: 'vram', bytes: own } : { kind: 'ram', bytes: memory.total }
}

async function describeHost(slug: string, recorded: RecordedHost): Promise<string> {
  const { stats, memory, vramTotal, problem } = await lookAt(recorded)
  const { vram, unified_memory: unified } = stats
  const runsOnCard = stats.gpus.some((gpu) => gpu.memory === 'dedicated' && gpu.runs_models)
  const pool = unified
    ? `unified memory ${gib(unified.total)}, GPU up to ${gib(unified.gpu_max)}`
    : `VRAM ${vram ? gib(vram.total) : runsOnCard ? 'not told' : 'none'}, RAM ${gib(stats.memory.total)}`
  const defaults = serverDefaults({
    version: '0.32.15',
    vramTotalBytes: vramTotal,
    traits: { capabilities: null, contextLength: null },
  })
  return [
    `${slug}`,
    `  ${pool}; models may use ${memory ? usable(memory) : 'an unknown part'}`,
    `  default context ${defaults.num_ctx ?? 'unknown'}`,
    ...(problem ? [`  ${problem}`] : []),
    ...models.map((model) => `  ${describeFit(model, memory)}`),
  ].join('\n')
}

function describeFit({ name, size, info }: (typeof models)[number], host: HostMemory | null): string {
  const architecture = readArchitecture(info, '0.32.15')
  const input: MemoryInput = { architecture, sizeBytes: size, host }
  const bytes = memoryAt(input, 8192) ?? Number.NaN
  const profile = { architecture, capabilities: ['completion'], parameters: {}, system: null, weights: null }
  const { settings } = recommend({ model: installedModel(name, { size }), profile, memory: input })
  const fits = fitsIn(bytes, host) ?? 'unknown'
  return `${name.padEnd(12)} takes ${gib(bytes).padStart(8)} at 8192: ${fits.padEnd(7)} context ${settings.num_ctx ?? 'left alone'}`
}

function usable({ vramBytes, ramBytes, isUnified }: HostMemory): string {
  if (vramBytes === null) return `${gib(ramBytes ?? 0)} of RAM`
  return `${gib(vramBytes)} on the GPU${ramBytes ? `, ${gib(ramBytes)} beside it${isUnified ? '' : ' in RAM'}` : ''}`
}

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`
