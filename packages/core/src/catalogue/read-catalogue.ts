import file from './catalogue.json' with { type: 'json' }

/** A model of Ollama's library. Sizes are bytes, contexts tokens. */
export interface CatalogueEntry {
  /** Name in the Ollama library, with tag. */
  readonly name: string
  readonly description: string
  /** Parameter count as shown by Ollama ("8.2B"), or the rounded number in the tag. */
  readonly parameter_size: string
  /** All layers of the manifest, which is what a pull downloads. */
  readonly size: number
  /** Ollama's own words. */
  readonly capabilities: readonly string[]
  /** Null where the library does not tell. */
  readonly context_length: number | null
  /** Stands in the short list. */
  readonly best: boolean
  /** The copy of the library's manifest that name and size were checked against. */
  readonly source: string
}

export interface CatalogueFile {
  /** The day of the listing that all entries were in: "2026-06-20". */
  readonly as_of: string
  /** Where contexts and capabilities are from. Every manifest named as a source has the digest this listing gives for its tag. */
  readonly listing: string
  readonly models: readonly CatalogueEntry[]
}

export const catalogueFile: CatalogueFile = file
