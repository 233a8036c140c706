import { type Static, Type } from '@sinclair/typebox'
import { Closed } from './common.ts'
import { limits } from './limits.ts'
import { modelNamePattern } from './parse-model-name.ts'

/** A name by Ollama's grammar. */
export const ModelName = Type.String({
  title: 'ModelName',
  minLength: 1,
  maxLength: limits.modelNameLength,
  pattern: modelNamePattern,
  examples: ['llama3.2:3b', 'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M'],
})
export type ModelName = Static<typeof ModelName>

const listedPart = '[^\\s/.%\\\\\\x00-\\x1f\\x7f][^\\s/%\\\\\\x00-\\x1f\\x7f]*'

/**
 * A name that a server may list: Ollama's grammar, and beyond it what early versions and other servers with Ollama's API
 * have, such as a dot in the namespace or letters beyond ASCII. One to three parts, none of which begins with a dot; no
 * `..` and no blank anywhere.
 */
export const listedModelNamePattern = `^(?!.*\\.\\.)${listedPart}(?:/${listedPart}){0,2}$`

/** A model that a server may have: what it lists can be named. A new name has to be a `ModelName`. */
export const ListedModelName = Type.String({
  title: 'ListedModelName',
  minLength: 1,
  maxLength: limits.modelNameLength,
  pattern: listedModelNamePattern,
  examples: ['llama3.2:3b', 'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M'],
})

/** The parameters of a path that names one model. */
export const ByModel = Closed({ model: ListedModelName })
/** The parameters of a path that names a model which need not be there. */
export const ByNewModel = Closed({ model: ModelName })
