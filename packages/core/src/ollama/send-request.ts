import { type Dispatcher, errors, type Pool } from 'undici'
import type { Clock } from '../kernel/clock.ts'

/** Longer than the way there and back: whatever fails later may have been read, and was perhaps why it failed. */
const unreadMs = 1000

/**
 * Sends a request, and once more where the server ended a kept connection while it was on its way: so browsers do as well,
 * since nobody read it. Many servers and proxies end a connection after a few seconds without a request, and some after
 * each answer, without saying so. Rejects as undici does.
 */
export async function sendRequest(
  pool: Pool,
  request: Dispatcher.RequestOptions,
  clock: Clock,
): Promise<Dispatcher.ResponseData> {
  const sentAt = clock.elapsed()
  try {
    return await pool.request(request)
  } catch (error) {
    // Deleted twice, it would not be there the second time.
    const mayRepeat = request.method !== 'DELETE' && clock.elapsed() - sentAt < unreadMs
    if (!mayRepeat || !isOfKeptConnection(error)) throw error
    return pool.request(request)
  }
}

/** An answer had come over it before. */
const isOfKeptConnection = (error: unknown): boolean =>
  error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0
