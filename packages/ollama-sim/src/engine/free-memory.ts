/** What a model takes, in bytes: all of it, and its part on the GPU. */
export interface MemorySizes {
  readonly size: number
  readonly sizeVram: number
}

interface MemoryTotals {
  readonly vramTotal: number
  readonly ramTotal: number
}

// What the system and the driver keep for themselves.
const RAM_KEPT = 2 * 2 ** 30
export const VRAM_KEPT = 450 * 2 ** 20

/** What is left of a machine's memory, in bytes, beside what is held when it is asked. Below zero where too much is held. */
export function freeMemory({ vramTotal, ramTotal }: MemoryTotals, held: () => readonly MemorySizes[]) {
  const sum = (bytes: (one: MemorySizes) => number) => held().reduce((total, one) => total + bytes(one), 0)
  return {
    vram: () => Math.max(0, vramTotal - VRAM_KEPT) - sum(({ sizeVram }) => sizeVram),
    ram: () => Math.max(0, ramTotal - RAM_KEPT) - sum(({ size, sizeVram }) => size - sizeVram),
  }
}
