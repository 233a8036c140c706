import type { CatalogueEntry } from './read-catalogue.ts'

export interface CatalogueQuery {
  /** `all` when absent. */
  readonly category?: 'best' | 'all'
  /** Words that all stand in the name or the description, in any order and case. */
  readonly q?: string
  /** One of Ollama's own words. */
  readonly capability?: string
}

/** Whether an entry is among those asked for. */
export function isAskedFor(
  { name, description, capabilities, best }: CatalogueEntry,
  { category, q = '', capability }: CatalogueQuery,
): boolean {
  if (category === 'best' && !best) return false
  if (capability !== undefined && !capabilities.includes(capability)) return false
  const text = `${name} ${description}`.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
