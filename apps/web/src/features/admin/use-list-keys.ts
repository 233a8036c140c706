import { useEffect, useRef } from 'react'

/** `j` and `k`, wherever on the page one is but in a field or a dialog. */
export function useListKeys(move: (step: 1 | -1) => void): void {
  const latest = useRef(move)
  latest.current = move
  useEffect(() => {
    const onKey = ({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      const isElsewhere = target instanceof HTMLElement && target.closest('input, textarea, select, [role="dialog"]')
      if (isElsewhere || ctrlKey || metaKey || altKey) return
      if (key === 'j') latest.current(1)
      if (key === 'k') latest.current(-1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
