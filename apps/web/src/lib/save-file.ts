/** Saves a text as a file on this computer. A link to the API could not: it carries no key. */
export function saveFile(name: string, text: string, type: string): void {
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(new Blob([text], { type })),
    download: name,
  })
  link.click()
  URL.revokeObjectURL(link.href)
}
