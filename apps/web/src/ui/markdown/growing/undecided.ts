/**
 * A last line that may still become something quite different: `-` can turn the paragraph above into a heading, or begin a
 * list; the language of a block of code is still being named.
 */
const undecidedLine = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?:[-*_=+#~`|\s]+|\d{1,9}[.)]?|\[[ xX]?\]?|`{3,}.*|~{3,}.*)$/
/** A longer line has said what it is; the pattern above would also take its time with it. */
const maxUndecided = 80

/** The tail of a growing text as far as it is clear what it says: the rest is shown once that is known. */
export function withoutUndecided(text: string): string {
  const lineAt = text.lastIndexOf('\n') + 1
  const line = text.slice(lineAt)
  const isDecided = line.length > maxUndecided || !undecidedLine.test(line)
  return withTableBegun(isDecided ? text : text.slice(0, lineAt))
}

/** A row of cells with which a table seems to begin is shown as one, before the line of dashes has come. */
const withTableBegun = (text: string) =>
  text.replace(/(^|\n\n)(\|[^\n]*)(?:\n[|: \t-]*)?$/, (_, before: string, row: string) => {
    const cells = row
      .replace(/\\./g, '')
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
    return `${before}${row}\n${'|---'.repeat(cells.length)}|\n`
  })
