import type { ServerResponse } from 'node:http'

/** Answers that are under way. */
export interface OpenAnswers {
  add(answer: ServerResponse): void
  /** Those that are under way now. */
  all(): readonly ServerResponse[]
  /** Resolves when none is, also those that were added later. One caller at a time. */
  over(): Promise<void>
}

/** One listener for each answer, however often it is added and waited for: a response has many already. */
export function createOpenAnswers(): OpenAnswers {
  const open = new Set<ServerResponse>()
  let tellOver = () => {}

  return {
    add(answer) {
      if (open.has(answer)) return
      open.add(answer)
      answer.once('close', () => {
        open.delete(answer)
        if (open.size === 0) tellOver()
      })
    },
    all: () => [...open],
    over: () =>
      new Promise((resolve) => {
        tellOver = resolve
        if (open.size === 0) resolve()
      }),
  }
}
