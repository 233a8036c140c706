import type { MemoryUsage, SystemStats } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import type { InstanceInput, Instances } from '../../instances/instances.ts'
import { isLocal } from '../../instances/location.ts'
import type { CallContext } from '../../kernel/call-context.ts'
import { sees } from '../../kernel/rights/sees.ts'
import { percentOf } from '../percent.ts'

type ModelUsage = MemoryUsage['models'][number]

/**
 * What the memory of the host is used for, in bytes: the models of the servers on it, and the rest. A server that is named
 * shortens the list and not the sum. Models that the caller does not see are part of the rest. Throws `instance_not_found`.
 */
export function memoryUsage(
  { actor }: Pick<CallContext, 'actor'>,
  { instance: name }: InstanceInput,
  { instances, stats }: { readonly instances: Instances; readonly stats: SystemStats },
): MemoryUsage {
  const wanted = name === undefined ? null : instances.find(name)
  const here = instances.all().filter((one) => isLocal(one) && sees(actor, { instance: one.name }))
  const models = here.flatMap((one) => usedBy(one).filter((model) => sees(actor, { model: model.name })))
  const { vram } = stats
  const isKnown = here.length > 0 && here.every((one) => one.reachable() === true)
  const held = models.reduce((sum, { size_vram }) => sum + size_vram, 0)
  return {
    system_ram: stats.memory,
    system_vram: vram && { total: vram.total, used: vram.used, available: vram.free, percent: vram.percent },
    models: models
      .filter(({ instance }) => wanted === null || instance === wanted.name)
      .toSorted((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1)),
    // What a driver counts as used and what Ollama counts differ by some megabytes, in either direction.
    unaccounted_vram: vram && isKnown ? Math.max(0, vram.used - held) : null,
  }
}

const usedBy = ({ name: instance, loaded }: Instance): readonly ModelUsage[] =>
  (loaded.current().value ?? []).map(({ name, size, sizeVram }) => {
    const inVram = sizeVram ?? 0
    const whole = Math.max(size ?? 0, inVram)
    return {
      name,
      instance,
      size: whole,
      size_vram: inVram,
      size_ram: whole - inVram,
      gpu_percent: percentOf(inVram, whole),
    }
  })
