import type { Clock } from '../kernel/clock.ts'

const keptMs = 1000

interface Shared<T> {
  readonly answer: Promise<T>
  /** On the clock that only grows; null while it is being made. */
  keptUntil: number | null
}

/** Makes an answer once per key for all who ask while it is made, or within a second after that. A failure is not kept. */
export function sharedAnswers<T>(clock: Pick<Clock, 'elapsed'>): (key: string, make: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Shared<T>>()
  const isCurrent = ({ keptUntil }: Shared<T>) => keptUntil === null || clock.elapsed() < keptUntil

  return (key, make) => {
    const known = answers.get(key)
    if (known && isCurrent(known)) return known.answer
    for (const [old, shared] of answers) if (!isCurrent(shared)) answers.delete(old)
    const fresh: Shared<T> = { answer: make(), keptUntil: null }
    answers.set(key, fresh)
    fresh.answer.then(
      () => {
        fresh.keptUntil = clock.elapsed() + keptMs
      },
      () => answers.delete(key),
    )
    return fresh.answer
  }
}
