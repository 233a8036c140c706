/**
 * How the dashboard is run. Streams make much that is soon garbage, and V8 would let its youngest generation grow to
 * 128 MB for that and keep it; held to 12 MB, 64 chats at once cost the same processor time and 100 MB less.
 * What outlives it for a moment is collected once the heap has grown by 30 %, where V8 would let it double.
 */
export const nodeFlags = ['--max-semi-space-size=4', '--heap-growing-percent=30']

/**
 * What the dashboard is started with besides. The C library of Linux keeps free memory apart for each thread, up to eight
 * times the processors; with two such places a thousand models take 15 MB less. It gives back what is free at the end of
 * them from 128 KiB on, its own first limit, which it would raise by itself. Both mean nothing elsewhere.
 */
export const nodeEnv = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }
