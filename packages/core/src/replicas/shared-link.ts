/** A script that Redis runs in one go. It reads and writes no other keys than it is given. */
export interface LuaScript {
  /** Tells scripts apart. */
  readonly name: string
  readonly lua: string
}

/** Told `from` which replica it came. */
export type LinkListener = (message: unknown, from: string) => void

/**
 * What replicas share in Redis. While it is down nothing waits for it: messages are lost, and scripts fail at once, so that
 * whoever uses one goes on by what this process knows.
 */
export interface SharedLink {
  isUp(): boolean
  /** Tells all other replicas something that is JSON. */
  publish(channel: string, message: unknown): void
  /** Hears what other replicas publish; returns what ends it. */
  subscribe(channel: string, listener: LinkListener): () => void
  /** Calls back whenever it is up again: what was told meanwhile is lost, so that it has to be read anew. Returns what ends it. */
  onRestored(listener: () => void): () => void
  /** Runs a script; rejects with LinkDown within a second where Redis does not answer. Keys are prefixed by themselves. */
  run(script: LuaScript, keys: readonly string[], args?: readonly (string | number)[]): Promise<unknown>
}

/**
 * The key that names the channel of all messages, for scripts that publish what they did: an object with `from`, `to`
 * (the channel), `message`, and `all`: true where whoever ran the script is to hear it, too.
 */
export const messagesKey = 'messages'

export class LinkDown extends Error {
  constructor(cause?: unknown) {
    super('Redis is not reachable.', { cause })
  }
}
