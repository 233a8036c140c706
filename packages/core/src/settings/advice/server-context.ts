import type { Runner } from '../../models/actions/runner-options.ts'
import { effectiveContext } from '../../models/effective-context.ts'
import type { LoadedModel, Traits } from '../../ollama/ollama.ts'

export interface ServerContextInput {
  /** What such a server usually gives; undefined where that is not known. */
  readonly usual: number | undefined
  /** The model in memory, if it is there. */
  readonly running: LoadedModel | undefined
  /** What this dashboard loaded it with; null where somebody else did. */
  readonly loadedWith: Runner | null
  readonly saved: Runner
  readonly traits: Traits
}

/**
 * The context in tokens that Ollama gives a model whose context nobody chose: what it did give, where this dashboard
 * asked for none; else the usual one, as long as the model in memory does not contradict it. Undefined: not known.
 */
export function serverContext({ usual, running, loadedWith, saved, traits }: ServerContextInput): number | undefined {
  const given = running?.contextLength ?? null
  if (given === null) return usual
  if (loadedWith) return loadedWith.num_ctx === undefined ? given : usual
  // Whoever loaded it may have asked for this context, or the server is set up otherwise than usual.
  const isExplained = given === saved.num_ctx || (usual !== undefined && given === effectiveContext(usual, traits))
  return isExplained ? usual : undefined
}
