import type { ServerSentEvent } from '@ollama-dashboard/contracts'

/** What a JSON endpoint answers a caller with who asked to watch the work instead. */
export class EventAnswer {
  readonly events: AsyncIterable<ServerSentEvent>

  constructor(events: AsyncIterable<ServerSentEvent>) {
    this.events = events
  }
}
