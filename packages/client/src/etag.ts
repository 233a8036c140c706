const etags = new WeakMap<object, string>()

/** Remembers the tag that an answer came with. */
export function withEtag<T>(answer: T, { headers }: Response): T {
  const etag = headers.get('etag')
  if (etag !== null && typeof answer === 'object' && answer !== null) etags.set(answer, etag)
  return answer
}

/** The tag of an answer, for `ifMatch` when that is changed; null where it came with none. */
export const etagOf = (answer: object): string | null => etags.get(answer) ?? null
