import type { CatalogueModel } from '@ollama-dashboard/contracts'
import type { Capability } from '../../lib/models/capabilities.ts'
import type { LibrarySearch } from './library-search.ts'

/** The sizes of one model, as one card shows them. */
export interface Family {
  readonly base: string
  /** The one that the card begins with comes first. */
  readonly models: readonly [CatalogueModel, ...CatalogueModel[]]
}

const words: Readonly<Record<string, Capability>> = {
  vision: 'vision',
  tools: 'tools',
  thinking: 'reasoning',
  embedding: 'embedding',
}

/** What a catalogue entry can do, in the words of the page. */
export const capabilitiesOfEntry = ({ capabilities }: CatalogueModel): Capability[] =>
  capabilities.flatMap((word) => words[word] ?? [])

/** The entries that an address asks for, by model, in the catalogue's order. */
export function familiesOf(entries: readonly CatalogueModel[], search: LibrarySearch): Family[] {
  const wanted = search.q?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  const matching = entries.filter((entry) => {
    const text = `${entry.name} ${entry.description}`.toLowerCase()
    const can = capabilitiesOfEntry(entry)
    return (
      wanted.every((word) => text.includes(word)) &&
      (search.can ?? []).every((capability) => can.includes(capability)) &&
      (!search.fits || entry.fits === 'yes')
    )
  })
  const byBase = Map.groupBy(matching, ({ name }) => name.slice(0, name.lastIndexOf(':')))
  // Who searches looks in all of it.
  const isShort = !search.all && wanted.length === 0
  return [...byBase].flatMap(([base, models]) => {
    const [first, ...others] = models.toSorted((a, b) => Number(b.best) - Number(a.best))
    if (!first || (isShort && !first.best)) return []
    return [{ base, models: [first, ...others] as const }]
  })
}
