/** Equal for names that a person takes for the same. By JavaScript, since engines know no case beyond ASCII. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase()
