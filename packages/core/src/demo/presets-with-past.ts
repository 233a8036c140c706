import type { PresetRepository } from '../presets/preset-table.ts'

/**
 * The presets of a demo's past among those that are kept, as if all were one. What has the text of one of the past is of
 * the past: one that was deleted and is brought back.
 */
export async function presetsWithPast(
  own: PresetRepository,
  past: PresetRepository,
  isOver: () => boolean,
): Promise<PresetRepository> {
  const texts = new Set((await past.all()).map(({ system }) => system))

  async function of(id: string): Promise<PresetRepository> {
    return !isOver() && (await past.names()).some((preset) => preset.id === id) ? past : own
  }

  return {
    inTurn: own.inTurn,
    all: async () => [...(await own.all()), ...(isOver() ? [] : await past.all())],
    names: async () => [...(await own.names()), ...(isOver() ? [] : await past.names())],
    add: (preset) => (!isOver() && texts.has(preset.system) ? past : own).add(preset),
    replace: async (preset) => (await of(preset.id)).replace(preset),
    remove: async (id) => (await of(id)).remove(id),
  }
}
