import { reportEventClients } from './event-clients.ts'
import { reportHistory } from './history.ts'
import { reportScrape } from './scrape.ts'

const parts: Readonly<Record<string, (seconds: number) => Promise<void>>> = {
  history: reportHistory,
  'event-clients': reportEventClients,
  scrape: reportScrape,
}

/** Measures one part alone, or all of them; those that last as long as they are asked to, for so many seconds. */
export async function reportParts(seconds: number, only?: string): Promise<void> {
  if (only !== undefined && !Object.hasOwn(parts, only)) {
    throw new Error(`--only takes one of ${Object.keys(parts).join(', ')}.`)
  }
  for (const [name, measure] of Object.entries(parts)) if (only === undefined || only === name) await measure(seconds)
}
