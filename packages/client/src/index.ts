export { type Client, createClient } from './client.ts'
export { ApiError, TransportError } from './errors.ts'
export { etagOf } from './etag.ts'
export type { CallOptions, ClientOptions, EventsOptions } from './request.ts'
