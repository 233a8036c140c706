/** Where versions differ on the wire: 0.30.0 brought the llama-server engine and an answer from memory for tags. */
export interface Habits {
  readonly tagsTellCapabilities: boolean
  /** The name in the 404 of show carries its tag. */
  readonly showNamesTheTag: boolean
  /** Only models made for it embed; the old engine embeds with any. */
  readonly embedsWithEmbeddingModelsOnly: boolean
  readonly refusesImagesWithoutVision: boolean
  /** Another `shift` reloads the model: llama-server is started with it. */
  readonly reloadsForShift: boolean
  /** The time of a reply's first token counts, so that a reply of one token has an `eval_duration`. */
  readonly timesFirstToken: boolean
  /** An over-long prompt is cut to half the context rather than to all of it. */
  readonly cutsPromptToHalf: boolean
  /** Errors of the engine are JSON text inside `error`. */
  readonly engineErrorsAreJson: boolean
  /** A GGUF file is rewritten when a model is made of it. */
  readonly convertsOnCreate: boolean
}

export function habitsOf(version: string): Habits {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNew = major > 0 || minor >= 30
  return {
    tagsTellCapabilities: isNew,
    showNamesTheTag: isNew,
    embedsWithEmbeddingModelsOnly: isNew,
    refusesImagesWithoutVision: isNew,
    reloadsForShift: isNew,
    timesFirstToken: isNew,
    cutsPromptToHalf: isNew,
    engineErrorsAreJson: isNew,
    convertsOnCreate: isNew,
  }
}
