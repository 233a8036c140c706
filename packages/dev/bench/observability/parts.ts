import { tellScaling } from '../scaling/scaling.ts'
import { reportEventClients } from './event-clients.ts'
import { reportHistory } from './history.ts'
import { reportScrape } from './scrape.ts'

const parts: Readonly<Record<string, (seconds: number) => Promise<void>>> = {
  history: reportHistory,
  'event-clients': reportEventClients,
  scrape: reportScrape,
}

/** What is only told, and takes a quarter of an hour. */
const onlyAsked: typeof parts = { scaling: tellScaling }

/** Measures one part alone, or all of them; those that last as long as they are asked to, for so many seconds. */
export async function reportParts(seconds: number, only?: string): Promise<void> {
  if (only === undefined) {
    for (const measure of Object.values(parts)) await measure(seconds)
    return
  }
  const all = { ...parts, ...onlyAsked }
  const measure = Object.hasOwn(all, only) ? all[only] : undefined
  if (!measure) throw new Error(`--only takes one of ${Object.keys(all).join(', ')}.`)
  await measure(seconds)
}
