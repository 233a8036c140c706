import type { Clock } from '../clock.ts'
import type { BlobStore } from '../store/blob-store.ts'
import type { Layer } from '../store/layers.ts'

/** A part in the fetching of one layer; dispose it to leave. */
interface Download extends Disposable {
  /** Bytes so far. */
  readonly completed: number
  /** Resolves when the layer is on disk. */
  readonly done: Promise<void>
}

/** The layers being fetched. Whoever wants the same one shares it; it stops when the last of them leaves, and what came so far stays. */
export interface Downloads {
  /** All that was ever fetched, what was fetched again as often as that. */
  readonly bytes: number
  join(layer: Layer): Download
  /** A chunk of a layer was broken and is fetched again: its bytes no longer count. Returns those that still do. */
  fallBack(digest: string): number
  close(): void
}

interface Fetch {
  readonly stop: AbortController
  readonly done: Promise<void>
  completed: number
  users: number
}

export interface DownloadSettings {
  readonly clock: Clock
  readonly blobs: BlobStore
  readonly bytesPerSecond: number
}

const STEP_MS = 20
// Asking for the file and being sent on to where it lies; closing and renaming it. Lines at 0 and at the total come of these.
const SETUP_MS = 130
const SETTLE_MS = 130
/** The least size of a chunk, and all of it is fetched again when it breaks: ollama#8484. */
const CHUNK_BYTES = 100_000_000

export function createDownloads({ clock, blobs, bytesPerSecond }: DownloadSettings): Downloads {
  const fetches = new Map<string, Fetch>()
  let bytes = 0

  function start(layer: Layer): Fetch {
    const stop = new AbortController()
    const { promise: done, resolve, reject } = Promise.withResolvers<void>()
    const fetch: Fetch = { stop, done, completed: blobs.fetched(layer.digest), users: 0 }
    fetches.set(layer.digest, fetch)
    // Those who wait hear of the failure; when all have left, nobody has to.
    done.catch(() => undefined)
    run(fetch, layer)
      .finally(() => {
        if (fetches.get(layer.digest) === fetch) fetches.delete(layer.digest)
      })
      .then(resolve, reject)
    return fetch
  }

  async function run(fetch: Fetch, { digest, size }: Layer): Promise<void> {
    const { signal } = fetch.stop
    const pace = clock.pace()
    await pace(SETUP_MS, signal)
    while (fetch.completed < size) {
      await pace(STEP_MS, signal)
      const step = Math.min(size - fetch.completed, Math.max(1, Math.round((bytesPerSecond * STEP_MS) / 1000)))
      bytes += step
      fetch.completed += step
      blobs.keepFetched(digest, fetch.completed)
    }
    await pace(SETTLE_MS, signal)
    blobs.add(digest, { size })
  }

  return {
    get bytes() {
      return bytes
    },
    join(layer) {
      const fetch = fetches.get(layer.digest) ?? start(layer)
      fetch.users += 1
      return {
        get completed() {
          return fetch.completed
        },
        done: fetch.done,
        [Symbol.dispose]() {
          fetch.users -= 1
          if (fetch.users > 0) return
          // The next one who wants it starts anew from what came so far, and does not join a fetch that is about to stop.
          if (fetches.get(layer.digest) === fetch) fetches.delete(layer.digest)
          fetch.stop.abort(new Error('nobody wants the layer any more'))
        },
      }
    },
    fallBack(digest) {
      const fetch = fetches.get(digest)
      if (fetch === undefined) return blobs.fetched(digest)
      fetch.completed = Math.max(0, fetch.completed - CHUNK_BYTES)
      return fetch.completed
    },
    close() {
      for (const fetch of fetches.values()) fetch.stop.abort(new Error('the simulator is closed'))
      fetches.clear()
    },
  }
}
