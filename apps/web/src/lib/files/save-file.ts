/** Safari reads a file some time after the click: an address that is gone by then saves nothing (WebKit bug 211234). */
const revokeAfterMs = 60_000

/** Saves a text as a file on this computer. A link to the API could not: it carries no key. */
export function saveFile(name: string, text: string, type: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }))
  Object.assign(document.createElement('a'), { href, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(href), revokeAfterMs)
}

/** A table for a spreadsheet; the name is without its ending. */
export const saveCsv = (name: string, text: string): void => saveFile(`${name}.csv`, text, 'text/csv;charset=utf-8')
