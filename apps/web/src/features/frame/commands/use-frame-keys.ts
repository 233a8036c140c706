import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { pages } from '../bars/pages.ts'

/** A letter after `g` counts for so long. */
const sequenceMs = 1500

export interface FrameKeys {
  /** The first half of the combination is down: whoever presses it types on at once. */
  readonly preparePalette: () => void
  readonly openPalette: () => void
  readonly openHelp: () => void
}

/** Whether a key is meant for a field and not for the page. */
function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** ⌘K or Ctrl K, `g` and a letter, and `?`. */
export function useFrameKeys(keys: FrameKeys): void {
  const navigate = useNavigate()
  const latest = useRef(keys)
  latest.current = keys

  useEffect(() => {
    let goUntil = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Control' || event.key === 'Meta') latest.current.preparePalette()
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        latest.current.openPalette()
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return
      const page = event.timeStamp < goUntil ? pages.find(({ key }) => key === event.key) : undefined
      goUntil = event.key === 'g' ? event.timeStamp + sequenceMs : 0
      if (page) void navigate({ to: page.to })
      else if (event.key === '?') latest.current.openHelp()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [navigate])
}
