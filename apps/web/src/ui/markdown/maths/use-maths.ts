import { useEffect, useState } from 'react'

type DrawMaths = typeof import('./draw-maths.ts')['drawMaths']

let loaded: DrawMaths | null = null

/** What draws formulas, as soon as it is there: few replies have any. */
export function useMaths(): DrawMaths | null {
  const [draw, setDraw] = useState(() => loaded)
  useEffect(() => {
    if (draw) return
    let isHere = true
    import('./draw-maths.ts').then(
      ({ drawMaths }) => {
        loaded = drawMaths
        if (isHere) setDraw(() => drawMaths)
      },
      // They stay as they were written.
      () => {},
    )
    return () => {
      isHere = false
    }
  }, [draw])
  return draw
}
