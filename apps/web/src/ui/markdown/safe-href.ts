const allowed = new Set(['http:', 'https:', 'mailto:'])

/** An address on the web or of a mailbox, as the browser would read it; null for any other. */
export function safeHrefOrNull(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, href } = new URL(address)
  return allowed.has(protocol) ? href : null
}
