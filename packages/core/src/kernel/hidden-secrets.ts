/** Replaces the secrets in a text by "…". */
export type Hide = (text: string) => string

/** Of shorter ones the letters may stand in any text; nothing that short keeps anybody out. */
const minLength = 8

/** Keys that the dashboard makes, whole or without their checksum: their form alone tells them. */
const ownKeys = /od_(?:[a-z0-9]{10}_)?[\w-]{43}(?:_[0-9a-f]{8})?/g

/**
 * Knows what must be neither logged nor shown: these secrets, as they are and as JSON and addresses write them, and every
 * key in the form of the dashboard's own. Takes time in proportion to the text.
 */
export function createHide(secrets: readonly string[]): Hide {
  const written = secrets
    .filter(({ length }) => length >= minLength)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
  // The longer first, so that of a secret that begins another one nothing is left over.
  const all = [...new Set(written)].toSorted((a, b) => b.length - a.length)
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, '…'), text.replace(ownKeys, '…'))
}
