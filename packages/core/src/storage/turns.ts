/** The right to be the only one; disposing it lets the next one have it. */
export type Turn = Disposable

/** Gives turns in the order in which they are asked for. */
export function createTurns(): { next(): Promise<Turn> } {
  let last: Promise<void> = Promise.resolve()
  return {
    async next() {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await before
      return { [Symbol.dispose]: resolve }
    },
  }
}
