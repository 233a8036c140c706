import type {
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
  const { answer } = row
  if (answer !== 'json') {
    return (input?: RawInput, call?: EventsOptions) => stream(row, readers[answer], options, input, call)
  }
  const { eventsQuery } = row
  const awaits = async (input?: RawInput, call?: CallOptions): Promise<unknown> => {
    const response = await send(row, options, input, call)
    try {
      return withEtag(await response.json(), response)
    } catch (cause) {
      throw new TransportError(`${row.method} ${row.path} returned a response that is not JSON.`, { cause })
    }
  }
  if (!eventsQuery) return awaits
  const wantsEvents = ({ query = {} }: RawInput) =>
    Object.entries(eventsQuery).every(([name, value]) => query[name] === value)
  return (input: RawInput = {}, call?: EventsOptions) =>
    wantsEvents(input) ? stream({ ...row, answer: 'events' }, readEvents, options, input, call) : awaits(input, call)
}

type Reader = (body: ReadableStream<Uint8Array>, signal?: AbortSignal) => AsyncIterable<unknown>

const readers: Readonly<Record<Exclude<AnswerForm, 'json'>, Reader>> = { lines: readLines, events: readEvents }

async function* stream(row: EndpointRow, read: Reader, options: SendOptions, input?: RawInput, call?: EventsOptions) {
  const { body } = await send(row, options, input, call)
  if (body) yield* read(body, call?.signal)
}
