import { ApiError, TransportError } from '@ollama-dashboard/client'
import type { DashboardEvent, ServerSentEvent, Snapshot, SystemStats } from '@ollama-dashboard/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { pause } from '../pause.ts'
import { api } from './api.ts'
import { areStatsWatched, onStatsWatched, tellStats } from './watched-stats.ts'

let connected = false

/** How often to poll for what the event stream tells of: seldom while that is open. */
export const unlessLive = (intervalMs: number) => () => (connected ? 10_000 : intervalMs)

/** After a broken stream; each further try waits twice as long. */
const firstWaitMs = 1000
const maxWaitMs = 30_000

export interface LiveHandlers {
  readonly onSnapshot: (snapshot: Snapshot) => void
  readonly onEvent: (event: DashboardEvent) => void
  /** The stream broke or came back: what is shown may be old. */
  readonly onChange: (client: QueryClient) => void
}

type Message = ServerSentEvent<Snapshot | DashboardEvent | SystemStats>

const isSnapshot = (message: Message): message is ServerSentEvent<Snapshot> => message.event === 'snapshot'
const isStats = (message: Message): message is ServerSentEvent<SystemStats> => message.event === 'stats'

/** Follows what happens until the signal aborts; comes back by itself, and takes up where it was. */
export async function followEvents(client: QueryClient, handlers: LiveHandlers, signal: AbortSignal): Promise<void> {
  let lastEventId: string | undefined
  let waitMs = firstWaitMs
  let isReopened = false
  while (!signal.aborted) {
    // What is asked for besides has changed: the stream is opened anew, and takes up where it was.
    const reopening = new AbortController()
    const stats = areStatsWatched()
    const endListening = onStatsWatched(() => areStatsWatched() !== stats && reopening.abort())
    try {
      const stream = api.observability.events(
        { query: stats ? { stats } : {} },
        {
          signal: AbortSignal.any([signal, reopening.signal]),
          ...(lastEventId !== undefined && { lastEventId }),
        },
      )
      for await (const message of stream as AsyncIterable<Message>) {
        waitMs = firstWaitMs
        // As it was left, nothing is new.
        const isKnown = isReopened && message.id === lastEventId
        isReopened = false
        if (message.id !== undefined) lastEventId = message.id
        if (isStats(message)) tellStats(message.data)
        else if (!isSnapshot(message)) handlers.onEvent(message.data as DashboardEvent)
        else if (!isKnown) handlers.onSnapshot(message.data)
        if (!connected) {
          connected = true
          handlers.onChange(client)
        }
      }
    } catch (error) {
      // Polling goes on and shows what it was; only a fault of this page would be seen by nobody.
      const isTold = error instanceof ApiError || error instanceof TransportError
      if (!isTold && !signal.aborted && !reopening.signal.aborted) reportError(error)
    } finally {
      endListening()
    }
    isReopened = reopening.signal.aborted && !signal.aborted
    if (isReopened) continue
    if (connected) {
      connected = false
      handlers.onChange(client)
    }
    if (signal.aborted) return
    await pause(waitMs, signal)
    waitMs = Math.min(maxWaitMs, waitMs * 2)
  }
}
