import type { Access } from './access.ts'
import { type Contract, type Endpoint, eventsAlternative, isEvents, isStream } from './endpoint.ts'

/** All that a caller needs to know of an endpoint at run time. */
export interface EndpointRow {
  readonly method: Endpoint['method']
  readonly path: string
  readonly access: Access
  readonly answer: AnswerForm
  /** The members of the query with which it answers in events instead. */
  readonly eventsQuery?: Readonly<Record<string, boolean>>
  /** The members of the body with which a stream answers with one JSON body instead. */
  readonly jsonBody?: Readonly<Record<string, boolean>>
}

/** One JSON body; one JSON value a line as they come; or server-sent events. */
export type AnswerForm = 'json' | 'lines' | 'events'

/** Feature, then operation, as in the contract, without a schema: small enough for a browser. */
export type EndpointTable<C extends Contract> = {
  readonly [F in keyof C]: { readonly [N in keyof C[F]]: EndpointRow }
}

/** Reduces a contract to what a client needs at run time, without schemas. */
export function endpointTable<C extends Contract>(contract: C): EndpointTable<C> {
  const groups = Object.entries(contract).map(([feature, group]) => [
    feature,
    Object.fromEntries(Object.entries(group).map(([name, endpoint]): [string, EndpointRow] => [name, rowOf(endpoint)])),
  ])
  // fromEntries forgets which key held what; the loop above keeps every one.
  return Object.fromEntries(groups) as EndpointTable<C>
}

function rowOf(endpoint: Endpoint): EndpointRow {
  const { method, path, access } = endpoint
  const eventsQuery = eventsAlternative(endpoint)?.query
  const jsonBody = isStream(endpoint) ? endpoint.alternatives?.[0]?.body : undefined
  return {
    method,
    path,
    access,
    answer: answerForm(endpoint),
    ...(eventsQuery && { eventsQuery }),
    ...(jsonBody && { jsonBody }),
  }
}

/** The form of the response of an endpoint without a special query. */
export function answerForm(endpoint: Endpoint): AnswerForm {
  if (isEvents(endpoint)) return 'events'
  return isStream(endpoint) ? 'lines' : 'json'
}

/** The first parts of the paths of a contract, such as "api": addresses that programs ask for, and no pages. */
export const pathRoots = (contract: Contract): ReadonlySet<string> =>
  new Set(
    Object.values(contract).flatMap((group) => Object.values(group).flatMap(({ path }) => path.split('/', 2)[1] ?? [])),
  )
