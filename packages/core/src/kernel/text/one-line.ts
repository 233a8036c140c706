/** What a person typed as a name, as one line without what no name can hold; null where nothing is left of it. */
export const oneLine = (text: string): string | null =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim() || null
