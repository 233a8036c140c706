import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Named, Nullable } from './common.ts'
import { Fits } from './memory-estimate.ts'

/** A model that could be pulled. Source: the catalogue file, as of its date. */
export const CatalogueModel = Named('CatalogueModel', {
  name: Type.String({ description: "As spelt in Ollama's library" }),
  description: Type.String(),
  parameter_size: Type.String(),
  size: { ...Bytes, description: 'bytes to download' },
  capabilities: Type.Array(Type.String()),
  context_length: Nullable(Type.Integer({ description: 'tokens' })),
  installed: Type.Boolean(),
  fits: Nullable(Fits),
  best: Type.Boolean({ description: 'Stands in the short list' }),
})
export type CatalogueModel = Static<typeof CatalogueModel>

export const Catalogue = Named('Catalogue', {
  models: Type.Array(CatalogueModel),
  as_of: Type.String({ description: 'The day the catalogue was checked: "2026-11-23"' }),
})
export type Catalogue = Static<typeof Catalogue>
