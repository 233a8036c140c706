import { basePath } from './api/base-path.ts'
import { pause } from './pause.ts'

const firstPauseMs = 1000
const maxPauseMs = 10_000
/** Read anew and still without the part: reading it once more would go on for ever. */
const readAnewAgainMs = 60_000
const readAnewKey = 'read-anew-at'

/**
 * Loads a part of the page, however long the dashboard is away: what is open stays, beside the notice of the outage, and
 * goes on by itself. Where the dashboard answers and does not have the part, another version was installed, and the page is
 * read anew; rejects if that did not help. A rejection by the browser itself must not get out: the router would reload the page while nobody
 * serves it.
 */
export async function loadPart<T>(
  load: () => Promise<T>,
  { isServed = pings, wait = pause, readAnew = () => location.reload() } = {},
): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
    try {
      return await load()
    } catch {
      if (await isServed()) return loadOrReadAnew(load, readAnew)
      await wait(pauseMs)
    }
  }
}

async function loadOrReadAnew<T>(load: () => Promise<T>, readAnew: () => void): Promise<T> {
  try {
    // What failed may have been of the moment before.
    return await load()
  } catch (cause) {
    const before = Number(sessionStorage.getItem(readAnewKey) ?? 0)
    if (Date.now() - before < readAnewAgainMs) throw new Error('This part of the page could not be loaded.', { cause })
    sessionStorage.setItem(readAnewKey, String(Date.now()))
    readAnew()
    return new Promise<never>(() => {})
  }
}

async function pings(): Promise<boolean> {
  try {
    return (await fetch(`${basePath}/ping`, { signal: AbortSignal.timeout(5000), cache: 'no-store' })).ok
  } catch {
    return false
  }
}
