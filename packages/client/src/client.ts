import type {
  AlternativeBody,
  AlternativeOutput,
  AlternativeQuery,
  AnswerForm,
  Contract,
  Endpoint,
  EndpointRow,
  EndpointTable,
  EventsEndpoint,
  EventsOutput,
  EventsQuery,
  Input,
  Output,
} from '@ollama-dashboard/contracts'
import { TransportError } from './errors.ts'
import { withEtag } from './etag.ts'
import { readEvents } from './events.ts'
import { readLines } from './lines.ts'
import {
  type CallOptions,
  type ClientOptions,
  type EventsOptions,
  type RawInput,
  type SendOptions,
  send,
} from './request.ts'

/** What needs nothing: an object type without members. */
type Nothing = Record<never, never>

/** Parts of the input whose members are all optional may be left out; so may the whole input then. */
type LooseInput<I> = { [P in keyof I as Nothing extends I[P] ? never : P]: I[P] } & {
  [P in keyof I as Nothing extends I[P] ? P : never]?: I[P]
}

type Call<E extends Endpoint> = ([EventsQuery<E>] extends [never] ? unknown : WatchingCall<E>) &
  ([AlternativeQuery<E>] extends [never] ? unknown : AlternativeCall<E>) &
  ([AlternativeBody<E>] extends [never] ? unknown : DetachedCall<E>) &
  PlainCall<E>

/** With the query that asks for it, the work is watched instead of awaited. */
type WatchingCall<E extends Endpoint> = (
  input: LooseInput<Input<E>> & { readonly query: EventsQuery<E> },
  options?: EventsOptions,
) => EventsOutput<E>

/** With the query that asks for it, the answer is another: a job in place of its end. */
type AlternativeCall<E extends Endpoint> = (
  input: LooseInput<Input<E>> & { readonly query: AlternativeQuery<E> },
  options?: CallOptions,
) => Promise<AlternativeOutput<E>>

/** With the body that asks for it, a stream is not waited for. */
type DetachedCall<E extends Endpoint> = (
  input: LooseInput<Input<E>> & { readonly body: AlternativeBody<E> },
  options?: CallOptions,
) => Promise<AlternativeOutput<E>>

type PlainCall<E extends Endpoint> =
  Nothing extends LooseInput<Input<E>>
    ? (input?: LooseInput<Input<E>>, options?: Options<E>) => Result<E>
    : (input: LooseInput<Input<E>>, options?: Options<E>) => Result<E>

type Options<E extends Endpoint> = E extends EventsEndpoint ? EventsOptions : CallOptions

/** A stream is iterated at once; everything else is awaited. */
type Result<E extends Endpoint> = Output<E> extends AsyncIterable<unknown> ? Output<E> : Promise<Output<E>>

export type Client<C extends Contract> = {
  readonly [F in keyof C]: { readonly [N in keyof C[F]]: Call<C[F][N]> }
}

/**
 * One function per endpoint of the contract: `client.models.start({ params: { model } })`. A failure that the API
 * tells is an ApiError with its problem document, anything else a TransportError; an abort by the caller's own signal
 * is rethrown as it is.
 */
export function createClient<C extends Contract>(table: EndpointTable<C>, options: ClientOptions = {}): Client<C> {
  const features = Object.entries(table).map(([feature, group]) => ({
    feature,
    rows: Object.entries(group as Record<string, EndpointRow>),
  }))
  const paths = features.flatMap(({ rows }) => rows.map(([, { path }]) => path))
  const pathWords = new Set(paths.flatMap((path) => path.split('/')).filter((part) => !part.startsWith(':')))
  const groups = features.map(({ feature, rows }) => [
    feature,
    Object.fromEntries(rows.map(([name, row]) => [name, caller(row, { ...options, pathWords })])),
  ])
  // The loop cannot see that each function matches its key; the mapped types say so.
  return Object.fromEntries(groups) as Client<C>
}

function caller(row: EndpointRow, options: SendOptions) {
  const { answer, eventsQuery, jsonBody } = row
  const awaits = async (input?: RawInput, call?: CallOptions): Promise<unknown> => {
    const response = await send({ ...row, answer: 'json' }, options, input, call)
    try {
      return withEtag(await response.json(), response)
    } catch (cause) {
      throw new TransportError(`${row.method} ${row.path} returned a response that is not JSON.`, { cause })
    }
  }
  if (answer !== 'json') {
    const reads = (input?: RawInput, call?: EventsOptions) => stream(row, readers[answer], options, input, call)
    if (!jsonBody) return reads
    return (input: RawInput = {}, call?: EventsOptions) =>
      has(input.body, jsonBody) ? awaits(input, call) : reads(input, call)
  }
  if (!eventsQuery) return awaits
  return (input: RawInput = {}, call?: EventsOptions) =>
    has(input.query, eventsQuery)
      ? stream({ ...row, answer: 'events' }, readEvents, options, input, call)
      : awaits(input, call)
}

/** Whether a part of the input asks for what these members stand for. */
const has = (part: unknown, members: Readonly<Record<string, boolean>>): boolean =>
  Object.entries(members).every(([name, value]) => (part as Readonly<Record<string, unknown>>)?.[name] === value)

type Reader = (body: ReadableStream<Uint8Array>, signal?: AbortSignal) => AsyncIterable<unknown>

const readers: Readonly<Record<Exclude<AnswerForm, 'json'>, Reader>> = { lines: readLines, events: readEvents }

async function* stream(row: EndpointRow, read: Reader, options: SendOptions, input?: RawInput, call?: EventsOptions) {
  const { body } = await send(row, options, input, call)
  if (body) yield* read(body, call?.signal)
}
