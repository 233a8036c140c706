/** A part is few enough lines to be drawn within a frame, and enough of them that a long block has few parts. */
const linesPerPart = 40
const charactersPerPart = 4000

/** Code in parts of whole lines, one at least, which together are the code. When code is appended, only the last part changes. */
export function partsOf(code: string): string[] {
  const parts: string[] = []
  let start = 0
  do {
    const end = endOfPart(code, start)
    parts.push(code.slice(start, end))
    start = end
  } while (start < code.length)
  return parts
}

function endOfPart(code: string, start: number): number {
  let end = start
  for (let line = 0; line < linesPerPart && end - start < charactersPerPart; line += 1) {
    const next = code.indexOf('\n', end)
    if (next === -1) return code.length
    end = next + 1
  }
  return end
}
