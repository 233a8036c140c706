/** What is to be otherwise in the search of an address; undefined takes it out. */
export type SearchChange<Search extends object> = { readonly [K in keyof Search]?: Search[K] | undefined }

/** The search with something changed. What is absent does not stand in the address. */
export const changedSearch = <Search extends object>(now: Search, next: SearchChange<Search>): Search =>
  Object.fromEntries(Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined)) as Search

/** A text of an address; undefined where it makes no sense. One such as ?q=3 is read as a number. */
export function readText(value: unknown, maxLength: number): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' ? text.slice(0, maxLength) : undefined
}

/** What a list is searched for; empty where it is for nothing. */
export function readQuery(search: Record<string, unknown>, maxLength: number): { readonly q?: string } {
  const q = readText(search['q'], maxLength)
  return q === undefined ? {} : { q }
}
