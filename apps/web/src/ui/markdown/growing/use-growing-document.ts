import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { inFrame } from '../in-frame.ts'
import { emptyDocument, type GrowingDocument, grow } from './growing-document.ts'

/** Max characters drawn per frame: about 40 ms on a slow phone. A long text takes several frames. */
const charactersPerFrame = 1500
/** Less at first: many replies may come up together, and the very first has the parser compiled. */
const charactersAtFirst = 800
/** A text as long as a book takes larger steps: it should come to an end. */
const maxFrames = 200

/** The document of a text, which follows the text from frame to frame. */
export function useGrowingDocument(text: string, isStreaming: boolean): GrowingDocument {
  const [shown, setShown] = useState(() => grow(emptyDocument, nextOf(text, ''), { isOpen: isStreaming }))
  const latest = useRef(text)
  const restUntil = useRef(0)
  useEffect(() => {
    latest.current = text
  }, [text])

  const isBehind = shown.source !== text || shown.isOpen !== isStreaming
  useEffect(() => {
    if (!isBehind) return
    // While text comes, half of the time is left for everything else.
    const restMs = isStreaming ? restUntil.current - performance.now() : 0
    return inFrame(restMs, () => {
      const begun = performance.now()
      // Drawn within this frame: so it is known what that cost when the frame is over.
      flushSync(() => setShown(grow(shown, nextOf(latest.current, shown.source), { isOpen: isStreaming })))
      setTimeout(() => {
        const now = performance.now()
        restUntil.current = now + (now - begun)
      })
    })
  }, [isBehind, isStreaming, shown])

  if (isStreaming || !isBehind || nextOf(text, shown.source) !== text) return shown
  const complete = grow(shown, text, { isOpen: false })
  setShown(complete)
  return complete
}

/** The text that the next frame shows, cut between two paragraphs if possible. */
function nextOf(text: string, shown: string): string {
  const from = text.startsWith(shown) ? shown.length : 0
  const step = Math.max(charactersPerFrame, Math.ceil(text.length / maxFrames))
  const end = from + (from === 0 ? charactersAtFirst : step)
  if (text.length <= end) return text
  const between = text.lastIndexOf('\n\n', end) + 1
  return text.slice(0, between > from ? between : end)
}
