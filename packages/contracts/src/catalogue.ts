import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Closed, Named, Nullable, OnInstance } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { Fits } from './memory-estimate.ts'
import { StringEnum } from './string-enum.ts'

/** A model that could be pulled. Source: the catalogue file, as of its date. */
export const CatalogueModel = Named('CatalogueModel', {
  name: Type.String({ description: 'Name in the Ollama library' }),
  description: Type.String(),
  parameter_size: Type.String(),
  size: { ...Bytes, description: 'Download size in bytes' },
  capabilities: Type.Array(Type.String()),
  context_length: Nullable(Type.Integer({ description: 'tokens' })),
  installed: Type.Boolean(),
  fits: Nullable(Fits),
  best: Type.Boolean({ description: 'Whether it is in the short list' }),
})
export type CatalogueModel = Static<typeof CatalogueModel>

export const Catalogue = Named('Catalogue', {
  models: Type.Array(CatalogueModel),
  as_of: Type.String({ description: 'Date of the catalogue: "2026-11-23"' }),
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
      category: Type.Optional(StringEnum(['best', 'all'], { description: 'Default: "all"' })),
      q: Type.Optional(Type.String({ maxLength: 100, description: 'Text to search for in name and description' })),
      capability: Type.Optional(
        Type.String({
          maxLength: 32,
          pattern: '^[a-z_]+$',
          description: 'A capability, named as in Ollama',
          examples: ['vision', 'tools', 'thinking', 'embedding'],
        }),
      ),
    }),
    status: 200,
    response: Catalogue,
    errors: ['instance_not_found'],
  },
})
