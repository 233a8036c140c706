interface Memory {
  readonly vram_total: number | null
  readonly vram_used: number | null
}

/** The GPUs that tell how much of their memory is used, as those do that models run on. */
export const tellingGpus = (gpus: readonly Memory[]): readonly { readonly total: number; readonly used: number }[] =>
  gpus.flatMap(({ vram_total, vram_used }) =>
    vram_total === null || vram_used === null ? [] : [{ total: vram_total, used: vram_used }],
  )
