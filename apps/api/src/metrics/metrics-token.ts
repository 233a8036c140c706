import { hash, timingSafeEqual } from 'node:crypto'

/** Whether a request carries the token of a scraper. */
export type IsScraper = (authorization: string | undefined) => boolean

/**
 * The token comes as `Authorization: Bearer`, or as the password of any user by `Basic`: these are what Prometheus can be
 * told to send. Compared in a time that tells nothing of it. Without a token, nobody has it.
 */
export function scraperWith(token: string | null): IsScraper {
  if (token === null) return () => false
  const expected = digest(token)
  return (authorization) => {
    const given = tokenIn(authorization ?? '')
    return given !== null && timingSafeEqual(digest(given), expected)
  }
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

function tokenIn(authorization: string): string | null {
  const [, scheme = '', given = ''] = /^(bearer|basic) +(\S+) *$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() !== 'basic') return given || null
  const [, ...password] = Buffer.from(given, 'base64').toString('utf8').split(':')
  return password.join(':') || null
}
