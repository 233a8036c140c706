import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Closed, Named, Nullable, OnInstance } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { Fits } from './memory-estimate.ts'
import { StringEnum } from './string-enum.ts'

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

export const catalogue = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/models/downloadable',
    access: 'viewer',
    summary: 'Models that can be pulled, and whether they fit this host',
    query: Closed({
      ...OnInstance.properties,
      category: Type.Optional(StringEnum(['best', 'all'], { description: '"all" when absent' })),
      q: Type.Optional(Type.String({ maxLength: 100, description: 'Words that name or description have' })),
      capability: Type.Optional(
        Type.String({
          maxLength: 32,
          pattern: '^[a-z_]+$',
          description: 'Something they can do, as Ollama calls it',
          examples: ['vision', 'tools', 'thinking', 'embedding'],
        }),
      ),
    }),
    status: 200,
    response: Catalogue,
    errors: ['instance_not_found'],
  },
})
