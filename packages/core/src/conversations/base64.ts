/** All of it is looked at, once: what Ollama cannot read of a picture would break a conversation for ever. */
export const isBase64 = (text: string): boolean =>
  text.length % 4 === 0 &&
  /^[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]{2}|[A-Za-z0-9+/]=|==)$/.test(text.slice(-4)) &&
  !/[^A-Za-z0-9+/]/.test(text.slice(0, -4))
