import type { Access } from './access.ts'
import { type Contract, type Endpoint, isStream } from './endpoint.ts'

/** All that a caller needs to know of an endpoint at run time. */
export interface EndpointRow {
  readonly method: Endpoint['method']
  readonly path: string
  readonly access: Access
  readonly stream: boolean
}

/** Feature, then operation, as in the contract, without a schema: small enough for a browser. */
export type EndpointTable<C extends Contract> = {
  readonly [F in keyof C]: { readonly [N in keyof C[F]]: EndpointRow }
}

export function endpointTable<C extends Contract>(contract: C): EndpointTable<C> {
  const groups = Object.entries(contract).map(([feature, group]) => [
    feature,
    Object.fromEntries(
      Object.entries(group).map(([name, endpoint]): [string, EndpointRow] => [
        name,
        { method: endpoint.method, path: endpoint.path, access: endpoint.access, stream: isStream(endpoint) },
      ]),
    ),
  ])
  // fromEntries forgets which key held what; the loop above keeps every one.
  return Object.fromEntries(groups) as EndpointTable<C>
}
