import type { Endpoint } from '@ollama-dashboard/contracts'
import type { TSchema } from '@sinclair/typebox'

/** Where an endpoint takes names of models, and whether it takes that of a server, by the titles in its schemas. */
export interface Names {
  /** Like `params.model`, `query.models[]`. */
  readonly models: readonly string[]
  readonly takesInstance: boolean
  /** The names of models in a request that its schemas admitted. */
  modelsIn(request: Given): readonly string[]
}

export type Given = Readonly<Record<'params' | 'query' | 'body', unknown>>

const parts = ['params', 'query', 'body'] as const
const modelTitles = new Set(['ModelName', 'ListedModelName'])

interface Place {
  readonly part: (typeof parts)[number]
  readonly member: string
  readonly isList: boolean
}

/** Looks at the members of each part: what stands deeper is told by a subject of core. */
export function namesIn(endpoint: Endpoint): Names {
  const places = parts.flatMap((part): Place[] =>
    membersOf(endpoint[part]).flatMap(([member, schema]) => {
      if (isModelName(schema)) return { part, member, isList: false }
      return isModelName(schema['items']) ? { part, member, isList: true } : []
    }),
  )
  return {
    models: places.map(({ part, member, isList }) => `${part}.${member}${isList ? '[]' : ''}`),
    takesInstance: membersOf(endpoint.query).some(([, { title }]) => title === 'InstanceName'),
    modelsIn: (request) =>
      places.flatMap(({ part, member }) => {
        const given = (request[part] as Readonly<Record<string, unknown>> | null | undefined)?.[member]
        // What the schema admits there: a name, a list of names, or nothing.
        return given === undefined ? [] : ([given].flat() as string[])
      }),
  }
}

const membersOf = (schema: TSchema | undefined): [string, TSchema][] => Object.entries(schema?.['properties'] ?? {})

const isModelName = (schema: TSchema | undefined): boolean => modelTitles.has(schema?.title ?? '')
