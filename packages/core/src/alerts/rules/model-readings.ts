import type { Read, Reading } from './alert-rule.ts'
import { duration, withUnit } from './rule-metrics.ts'

/** At least this share of what it takes is free beside it, since estimates are no more exact. */
const room = 1.05

export const onProcessor: Read = ({ servers, host }) =>
  servers.flatMap(({ name, isLocal, loaded }) =>
    loaded.flatMap(({ name: model, size, sizeVram, isPlacedByHand }): Reading[] => {
      const vram = isLocal ? host?.vram : null
      if (!vram || size === null || sizeVram === null || size === 0 || isPlacedByHand) return []
      const fits = size * room <= vram.free + sizeVram
      const percent = Math.round((100 * (size - sizeVram)) / size)
      return [
        {
          instance: name,
          model,
          value: sizeVram < size && fits ? percent : 0,
          tell: () => ({
            title: `${model} runs on the CPU although it fits the GPU`,
            description: `${percent} % of it is in RAM, and ${gigabytes(vram.free)} of VRAM are free for its ${gigabytes(size)}. Restart it to move it to the GPU.`,
          }),
        },
      ]
    }),
  )

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

/** A GPU that works harder than this may be at a request of a program that talks to Ollama directly. */
const idleGpuPercent = 10

export const stuckRunners: Read = ({ servers, host }) => {
  const loads = host?.gpus.flatMap(({ utilization_percent: load }) => load ?? []) ?? []
  const isGpuBusy = loads.some((load) => load >= idleGpuPercent)
  return servers.flatMap(({ name, isLocal, loaded }) =>
    loaded.flatMap(({ name: model, expiredSeconds, isAnswering }): Reading[] => {
      if (expiredSeconds === null) return []
      const value = isAnswering || (isLocal && isGpuBusy) ? 0 : Math.max(0, Math.round(expiredSeconds))
      return [
        {
          instance: name,
          model,
          value,
          tell: () => ({
            title: `${model} does not leave memory`,
            description: `Its time was over ${duration(value)} ago, and nothing seems to use it: its runner may be stuck. Stop it; if that does not help, restart Ollama.`,
          }),
        },
      ]
    }),
  )
}

/** Where several servers share the GPUs, nobody can say whose memory it is. */
export const heldVram: Read = ({ servers, heldVram: bytes }) => {
  const [local, ...others] = servers.filter(({ isLocal }) => isLocal)
  if (!local || others.length > 0 || bytes === null) return []
  return [
    {
      instance: local.name,
      model: null,
      value: bytes,
      tell: () => ({
        title: 'VRAM was not given back',
        description: `${gigabytes(bytes)} are still in use, though no model is loaded any more: by a runner that did not end, or by a program that was started at that moment. Look at what nvidia-smi or rocm-smi lists; restarting Ollama ends its runners.`,
      }),
    },
  ]
}

const changed: Readonly<Record<string, string>> = {
  'ollama.version': 'Ollama was upgraded',
  'gpu.driver': 'the GPU driver changed',
  'model.digest': 'it was pulled anew',
}

export const slowerModels: Read = ({ slower }) =>
  slower.map(({ instance, model, type, versions, before, after, changePercent }) => ({
    instance,
    model,
    value: Math.abs(changePercent),
    tell: () => ({
      title: `${model} is slower since ${changed[type] ?? 'an upgrade'}`,
      description: `${withUnit(after, 'tokens_per_second')} in place of ${withUnit(before, 'tokens_per_second')}: ${Math.round(Math.abs(changePercent))} % slower (${versions.before ?? 'unknown'} → ${versions.after ?? 'unknown'}).`,
    }),
  }))
