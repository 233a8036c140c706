/** Keeps each call that is told to `note`, with what it was asked. */
export function noteCalls() {
  const asked: unknown[][] = []
  const note = <T>(answer: T, ...call: unknown[]): T => {
    asked.push(call)
    return answer
  }
  return { asked, note }
}

export type Note = ReturnType<typeof noteCalls>['note']
