/** What turns the direction of the text after it: with it, a name could pretend to say something else. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text of others as it may stand in a message: without control characters other than line breaks, and well-formed. */
export const safeText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .replace(directions, '')
    .trim()

/** The same as one line. */
export const safeLine = (text: string): string => safeText(text).replace(/\s+/g, ' ')

/**
 * Escapes a text character by character and ends it with "…" where it would be longer than `max` UTF-16 units, or as
 * `sizeOf` measures. No escape and no character is cut in two.
 */
export function clipped(
  text: string,
  max: number,
  escaped: (character: string) => string = (character) => character,
  sizeOf: (piece: string) => number = ({ length }) => length,
): string {
  const ending = sizeOf('…')
  let whole = ''
  let size = 0
  let room = ''
  for (const character of text) {
    const piece = escaped(character)
    size += sizeOf(piece)
    if (size > max) return `${room}…`
    whole += piece
    if (size <= max - ending) room = whole
  }
  return whole
}

/** Bytes in UTF-8. */
export const utf8Bytes = (text: string): number => Buffer.byteLength(text)

/** Calls nobody: with something invisible behind it, no receiver takes an "@" for the beginning of a name. */
export const withoutMentions = (text: string): string => text.replace(/@(?=[\p{L}\p{N}_&!-])/gu, '@\u200b')
