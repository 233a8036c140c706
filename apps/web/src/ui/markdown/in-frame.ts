/** Work beyond this waits for the next frame: the browser still has to lay out and paint. */
const budgetMs = 8

const waiting: (() => void)[] = []
let isFrameAsked = false

/**
 * Works in the first frame after a rest, as far as all who ask leave time for it; who asked last comes first, which in a
 * conversation is the end of it. In a hidden tab no frame comes until it is looked at. Answers how to call it off.
 */
export function inFrame(restMs: number, work: () => void): () => void {
  const timer = setTimeout(
    () => {
      waiting.push(work)
      askForFrame()
    },
    Math.max(0, restMs),
  )
  return () => {
    clearTimeout(timer)
    const index = waiting.indexOf(work)
    if (index >= 0) waiting.splice(index, 1)
  }
}

function askForFrame(): void {
  if (isFrameAsked || waiting.length === 0) return
  isFrameAsked = true
  requestAnimationFrame(workOff)
}

function workOff(): void {
  const end = performance.now() + budgetMs
  isFrameAsked = false
  try {
    do waiting.pop()?.()
    while (performance.now() < end && waiting.length > 0)
  } finally {
    askForFrame()
  }
}
