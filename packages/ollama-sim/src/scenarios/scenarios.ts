import { registryModels } from '../registry/registry-models.ts'
import { bigModels } from './big-models.ts'
import { homeModels } from './home-models.ts'
import type { Scenario, ScenarioName } from './scenario.ts'

const GIB = 2 ** 30

const home: Scenario = {
  version: '0.32.15',
  models: homeModels,
  // 24,564 MiB is what the driver reports of a "24 GB" card.
  gpus: [{ name: 'NVIDIA GeForce RTX 4090', vendor: 'NVIDIA', vram_total: 24_564 * 2 ** 20 }],
  ram_total: 64 * GIB,
  cores: 16,
  disk_total: 2_000_398_934_016,
  host: 'home',
  registry: registryModels,
  // 400 Mbit/s
  pull_bytes_per_second: 50_000_000,
  preloaded: [
    { model: 'qwen3:14b', num_ctx: 16_384, keep_alive: '30m' },
    { model: 'nomic-embed-text:latest', num_ctx: 2048, keep_alive: -1 },
  ],
}

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  home,
  laptop: {
    ...home,
    models: homeModels.filter((model) => model.size < 6_000_000_000),
    gpus: [],
    ram_total: 16 * GIB,
    cores: 8,
    disk_total: 512_110_190_592,
    host: 'laptop',
    preloaded: [],
  },
  big: {
    ...home,
    models: bigModels(1000),
    gpus: [0, 1].map(() => ({ name: 'NVIDIA A100-SXM4-80GB', vendor: 'NVIDIA', vram_total: 81_920 * 2 ** 20 })),
    ram_total: 512 * GIB,
    cores: 64,
    disk_total: 15_360_950_534_144,
    host: 'big',
    preloaded: [],
  },
  empty: { ...home, models: [], host: 'empty', preloaded: [] },
  old: { ...home, version: '0.24.0', host: 'old' },
}
