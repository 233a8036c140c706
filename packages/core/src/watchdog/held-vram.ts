/** What is in the VRAM of this machine at a moment, in bytes. */
export interface VramNow {
  /** Of the models that its Ollama servers say are loaded. */
  readonly loaded: number
  /** Of everything, as the driver says. */
  readonly used: number
}

/** What a desktop takes and gives back by itself is no runner. */
const leastBytes = 512 * 1024 ** 2
/** Of what the models took: so much has to be left over. */
const leastShare = 0.5

/**
 * Follows the VRAM, and tells how much of what models took was not given back when the last one was unloaded; 0 where it
 * was, and while any is loaded. Nothing says whose memory it is: another program may have taken the same at that moment.
 */
export function createHeldVram(): (now: VramNow) => number {
  let before: VramNow | null = null
  return (now) => {
    if (now.loaded > 0) {
      // Figures are some seconds old: those of before a load would blame it for all that it takes.
      before = now.used >= now.loaded ? now : null
      return 0
    }
    if (!before) return 0
    const held = before.loaded - Math.max(0, before.used - now.used)
    if (held >= leastBytes && held >= before.loaded * leastShare) return held
    // It was given back: what others take from now on is theirs.
    before = null
    return 0
  }
}
