import { useEffect, useState } from 'react'
import type { HighlightAnswer } from './code-run.ts'
import { highlightInWorker } from './highlighter.ts'

type Parts = NonNullable<HighlightAnswer>

const none: Parts = []

/** The parts of finished code that are highlighted by now: one more whenever the page has nothing else to do. */
export function useHighlighted(code: string, language: string, isOpen: boolean): Parts {
  const [highlighted, setHighlighted] = useState({ code, language, parts: none })
  useEffect(() => {
    if (isOpen || language === '' || code === '') return
    const controller = new AbortController()
    const { signal } = controller
    const show = (all: Parts, count: number) => {
      if (signal.aborted || count > all.length) return
      setHighlighted({ code, language, parts: all.slice(0, count) })
      whenIdle(() => show(all, count + 1))
    }
    void highlightInWorker({ code, language: language.toLowerCase() }, signal).then((all) => all && show(all, 1))
    return () => controller.abort()
  }, [code, language, isOpen])
  return highlighted.code === code && highlighted.language === language ? highlighted.parts : none
}

/** Safari has no idle callbacks. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work)
  else setTimeout(work, 50)
}
