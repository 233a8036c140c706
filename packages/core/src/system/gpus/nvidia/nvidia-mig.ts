/** A part of a GPU that NVIDIA's Multi-Instance GPU cut off, bytes. */
export interface MigSlice {
  /** Such as `1g.10gb`; null where it is not told. */
  readonly profile: string | null
  readonly total: number | null
  readonly used: number | null
}

const mebibyte = 1024 ** 2

/**
 * The slices of each GPU, in the order of both: memory out of `nvidia-smi -q -x`, names out of `nvidia-smi -L`. Either
 * may be empty.
 */
export function readMigSlices(xml: string, list: string): readonly (readonly MigSlice[])[] {
  const memory = xml.split('<gpu id=').slice(1).map(memoryOfSlices)
  const profiles = profilesIn(list)
  return Array.from({ length: Math.max(memory.length, profiles.length) }, (_, gpu) =>
    Array.from({ length: Math.max(memory[gpu]?.length ?? 0, profiles[gpu]?.length ?? 0) }, (_, at) => ({
      profile: profiles[gpu]?.[at] ?? null,
      total: memory[gpu]?.[at]?.total ?? null,
      used: memory[gpu]?.[at]?.used ?? null,
    })),
  )
}

const memoryOfSlices = (gpu: string): Omit<MigSlice, 'profile'>[] =>
  gpu
    .split('<mig_device>')
    .slice(1)
    .map((slice) => {
      const memory = between(slice, '<fb_memory_usage>', '</fb_memory_usage>') ?? ''
      return { total: bytesIn(memory, 'total'), used: bytesIn(memory, 'used') }
    })

/** Lines such as "GPU 0: NVIDIA H100 (UUID: …)", each with its slices below it: "  MIG 3g.40gb     Device  0: (UUID: …)". */
function profilesIn(list: string): string[][] {
  const gpus: string[][] = []
  for (const line of list.split('\n')) {
    const words = line.trim().split(/\s+/, 2)
    if (words[0] === 'GPU') gpus.push([])
    if (words[0] === 'MIG' && words[1] !== undefined) gpus.at(-1)?.push(words[1])
  }
  return gpus
}

function bytesIn(xml: string, tag: string): number | null {
  const [, mebibytes] = /^\s*(\d{1,9}) MiB\s*$/.exec(between(xml, `<${tag}>`, `</${tag}>`) ?? '') ?? []
  return mebibytes === undefined ? null : Number(mebibytes) * mebibyte
}

function between(text: string, from: string, to: string): string | null {
  const start = text.indexOf(from)
  const end = text.indexOf(to, start)
  return start < 0 || end < 0 ? null : text.slice(start + from.length, end)
}
