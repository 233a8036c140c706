import { useCallback, useState } from 'react'

/** Which cards are unfolded, by their key. */
export function useOpenCards() {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback(
    (key: string) =>
      setOpen((now) => {
        const next = new Set(now)
        if (!next.delete(key)) next.add(key)
        return next
      }),
    [],
  )
  return { open, toggle }
}
