/** Whatever controls a terminal or turns the direction of its text, and JSON leaves as it is. */
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** What anybody can send, without a key: what is too long was refused, and is not repeated. */
export const isTellable = (name: unknown, maxCharacters: number): name is string =>
  typeof name === 'string' && name.length <= maxCharacters && !controls.test(name)
