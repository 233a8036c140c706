import { useCallback, useMemo, useRef, useState } from 'react'

export interface Selection {
  readonly names: ReadonlySet<string>
  /** With `range`, all between this one and the one before are selected too. */
  readonly toggle: (name: string, range: boolean) => void
  readonly set: (names: readonly string[]) => void
  readonly clear: () => void
}

/** Which of the shown models an action is for. What the filters hide is not selected any more. */
export function useSelection(shown: readonly { readonly name: string }[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string | null>(null)
  const order = useRef<readonly string[]>([])
  order.current = shown.map(({ name }) => name)

  const toggle = useCallback((name: string, range: boolean) => {
    const from = range && last.current !== null ? order.current.indexOf(last.current) : -1
    const to = order.current.indexOf(name)
    last.current = name
    setChosen((now) => {
      const next = new Set(now)
      if (from >= 0) for (const one of order.current.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
      else if (!next.delete(name)) next.add(name)
      return next
    })
  }, [])
  const set = useCallback((names: readonly string[]) => setChosen(new Set(names)), [])
  const clear = useCallback(() => setChosen(new Set()), [])
  const names = useMemo(() => new Set(shown.flatMap(({ name }) => (chosen.has(name) ? [name] : []))), [shown, chosen])
  return useMemo(() => ({ names, toggle, set, clear }), [names, toggle, set, clear])
}
