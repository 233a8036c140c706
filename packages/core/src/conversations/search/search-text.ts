/** PostgreSQL takes no NUL, but within JSON. */
export const withoutNul = (text: string): string => text.replaceAll('\0', ' ')

/** Equal for texts that a person takes for the same: without accents, in one case, with one sigma. */
export const folded = (text: string): string =>
  withoutNul(text)
    .normalize('NFKD')
    // Those of Latin, Greek and Cyrillic alone: in other scripts marks are vowels.
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    // Syllables of Korean are put together again, or one would be the beginning of another.
    .normalize('NFC')

/** A pattern of LIKE. Lower case by JavaScript, since engines do it for ASCII alone. */
export const containing = (text: string): string => `%${folded(text).replace(/[\\%_]/g, '\\$&')}%`

/** A newline keeps words of two texts apart. */
export const searchable = (texts: readonly string[]): string => texts.map((text) => `${folded(text)}\n`).join('')
