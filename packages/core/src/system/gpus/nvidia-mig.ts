/** A part of a GPU that NVIDIA's Multi-Instance GPU cut off, bytes. */
export interface MigSlice {
  /** Such as `1g.10gb`; null where it is not told. */
  readonly profile: string | null
  readonly total: number | null
  readonly used: number | null
}

const mebibyte = 1024 ** 2

/** The slices of each GPU by its UUID, out of `nvidia-smi -q -x`. */
export function readMigSlices(xml: string): ReadonlyMap<string, readonly MigSlice[]> {
  const gpus = xml.split('<gpu id=').slice(1)
  return new Map(
    gpus.flatMap((gpu): [string, readonly MigSlice[]][] => {
      const uuid = textOf(gpu, 'uuid')
      const slices = gpu.split('<mig_device>').slice(1).map(sliceOf)
      return uuid === null || slices.length === 0 ? [] : [[uuid, slices]]
    }),
  )
}

function sliceOf(xml: string): MigSlice {
  const memory = between(xml, '<fb_memory_usage>', '</fb_memory_usage>') ?? ''
  return {
    profile: (textOf(xml, 'profile_name') ?? textOf(xml, 'name'))?.replace(/^.*MIG /, '') ?? null,
    total: bytesOf(textOf(memory, 'total')),
    used: bytesOf(textOf(memory, 'used')),
  }
}

function bytesOf(text: string | null): number | null {
  const [, mebibytes] = /^(\d{1,9}) MiB$/.exec(text ?? '') ?? []
  return mebibytes === undefined ? null : Number(mebibytes) * mebibyte
}

const textOf = (xml: string, tag: string): string | null => between(xml, `<${tag}>`, `</${tag}>`)?.trim() || null

function between(text: string, from: string, to: string): string | null {
  const start = text.indexOf(from)
  const end = text.indexOf(to, start)
  return start < 0 || end < 0 ? null : text.slice(start + from.length, end)
}
