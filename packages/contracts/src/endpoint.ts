import type { Static, TSchema } from '@sinclair/typebox'
import type { Access, Bucket } from './access.ts'
import type { ErrorCode } from './errors.ts'

/**
 * Whether calls are written into the audit log. `change`: refused before anything happens while it cannot be written, and
 * answered once they are on the disk. `noted`: go on all the same, and are written when that works. `reported`: noted where
 * they did what is worth it, such as reading what another key owns.
 */
export type AuditMode = 'none' | 'change' | 'noted' | 'reported'

interface EndpointBase {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  readonly access: Access
  /** Charged one token after role and validation and before the handler. */
  readonly bucket?: Bucket
  readonly summary: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /** A call without a body is refused: `{}` is one. */
  readonly needsBody?: true
  /** How long a body may be; `limits.bodyBytes` when absent. */
  readonly bodyLimitBytes?: number
  /**
   * Where the parts of a long body stand that can be read one after the other: 1 for the members of the body, 2 for what
   * these list. Such a body may have more values than can be read in one go.
   */
  readonly bodyParts?: 1 | 2
  /** It tells of all models and servers at once: a key that sees only some is refused. */
  readonly ofEverything?: true
  /** Only ends what is under way: a dashboard that is shutting down takes it all the same. */
  readonly endsWork?: true
  /** Takes an ETag of what it changes in `If-Match`: where it holds no more, nothing is changed. */
  readonly conditional?: true
  /** Default: `none` for a GET, and `change` for everything else. */
  readonly audit?: AuditMode
  /** Codes of the domain only: access, bucket, audit and schemas imply the rest. */
  readonly errors?: readonly ErrorCode[]
}

/** Answers once, with a JSON body. */
export interface JsonEndpoint extends EndpointBase {
  readonly status: 200 | 201 | 202
  readonly response: TSchema
  /** How else it answers with success, each to callers who ask for it. */
  readonly alternatives?: readonly Alternative[]
}

/** Another success of an endpoint: one JSON body under another status, or server-sent events. */
export type Alternative = AsJson | AsEvents

/** The members of the query, or of the body, that ask for it. */
type Asking = Readonly<Record<string, boolean>>

interface AsJson {
  readonly query: Asking
  readonly description: string
  readonly status: 200 | 201 | 202
  readonly response: TSchema
}

interface AsEvents {
  readonly query: Asking
  readonly description: string
  readonly status: 200
  readonly events: TSchema
}

/** One JSON body in place of a stream that nobody waits for. */
interface InPlaceOfStream {
  readonly body: Asking
  readonly description: string
  readonly status: 202
  readonly response: TSchema
}

/** Answers 200 with one JSON value a line until the work is done; a failure after the first line is the last line, `{"error": problem}`. */
export interface StreamEndpoint extends EndpointBase {
  readonly status: 200
  readonly event: TSchema
  /** The one JSON body instead, for a caller who asks for no stream. */
  readonly whole?: TSchema
  readonly alternatives?: readonly InPlaceOfStream[]
}

/** Answers 200 with server-sent events until the caller leaves; `events` is what their `data` holds. */
export interface EventsEndpoint extends EndpointBase {
  readonly status: 200
  readonly events: TSchema
  /** Tells of work, and ends with it: a dashboard that ends lets it finish, as it does the work. */
  readonly endsByItself?: true
}

/** One server-sent event as a client receives it. */
export interface ServerSentEvent<T = unknown> {
  readonly event: string
  readonly id?: string
  readonly data: T
}

export type Endpoint = JsonEndpoint | StreamEndpoint | EventsEndpoint
export type EndpointGroup = Readonly<Record<string, Endpoint>>
export type Contract = Readonly<Record<string, EndpointGroup>>

/** Checks the type of a group of endpoints and returns it unchanged. */
export const defineEndpoints = <const G extends EndpointGroup>(group: G): G => group

type InputPart = 'params' | 'query' | 'body'

/** What a caller sends and a handler receives: only the parts the endpoint declares. */
export type Input<E extends Endpoint> = {
  [P in InputPart & keyof E as E[P] extends TSchema ? P : never]: E[P] extends TSchema ? Static<E[P]> : never
}

/** What a caller receives who asks for nothing else. */
export type Output<E extends Endpoint> = E extends { readonly event: infer S extends TSchema }
  ? AsyncIterable<Static<S>>
  : E extends { readonly events: infer S extends TSchema }
    ? AsyncIterable<ServerSentEvent<Static<S>>>
    : BodyOf<E>

type BodyOf<A> = A extends { readonly response: infer S extends TSchema } ? Static<S> : never

/** The other successes that an endpoint declares. */
type AlternativeOf<E extends Endpoint> = E extends { readonly alternatives: readonly (infer A)[] } ? A : never
type EventsAlternativeOf<E extends Endpoint> = Extract<
  AlternativeOf<E>,
  { readonly query: unknown; readonly events: TSchema }
>

/** What asks an endpoint for another JSON body; never where it has none. */
export type AlternativeQuery<E extends Endpoint> = Extract<
  AlternativeOf<E>,
  { readonly query: unknown; readonly response: TSchema }
>['query']
/** What asks a stream for one JSON body in its place; never where it has none. */
export type AlternativeBody<E extends Endpoint> = Extract<AlternativeOf<E>, { readonly body: unknown }>['body']
/** The other body that an endpoint answers with. */
export type AlternativeOutput<E extends Endpoint> = BodyOf<AlternativeOf<E>>

/** What asks an endpoint to tell its work in events; never where it cannot. */
export type EventsQuery<E extends Endpoint> = EventsAlternativeOf<E>['query']
/** The events of a streaming endpoint. */
export type EventsOutput<E extends Endpoint> = AsyncIterable<ServerSentEvent<Static<EventsAlternativeOf<E>['events']>>>

/** Whether a call may come without a body, which then is as an empty one. */
export const mayLackBody = ({ body, needsBody }: Endpoint): boolean => !needsBody && !body?.['required']?.length

export const isEvents = (endpoint: Endpoint): endpoint is EventsEndpoint => 'events' in endpoint

/** The alternative of an endpoint that is a stream of events, if it has one. */
export const eventsAlternative = (endpoint: Endpoint): AsEvents | undefined =>
  'alternatives' in endpoint ? endpoint.alternatives?.find((one) => 'events' in one) : undefined

export const isStream = (endpoint: Endpoint): endpoint is StreamEndpoint => 'event' in endpoint

export const auditOf = ({ audit, method }: Endpoint): AuditMode => audit ?? (method === 'GET' ? 'none' : 'change')

/** All codes an endpoint may answer with: its own, and those that its access, bucket, audit and schemas imply. */
export function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const implied: ErrorCode[] = ['host_not_allowed', 'shutting_down', 'internal']
  if (endpoint.method !== 'GET') implied.push('origin_not_allowed')
  // A role that an admin made may lack any permission.
  if (endpoint.access !== 'open') implied.push('unauthorized', 'forbidden', 'rate_limited')
  if (endpoint.bucket) implied.push('rate_limited')
  if (endpoint.params || endpoint.query || endpoint.body) implied.push('validation_failed')
  if (endpoint.body) implied.push('body_too_large', 'request_timeout')
  if (auditOf(endpoint) === 'change') implied.push('audit_unavailable')
  if (endpoint.conditional) implied.push('precondition_failed')
  return [...new Set([...implied, ...(endpoint.errors ?? [])])]
}
