import { createContext } from 'react'
import type { Span } from '../period.ts'

/** How a chart changes which time the page shows. */
export interface Zoom {
  readonly to: (span: Span) => void
  readonly closer: (around: number) => void
  readonly wider: () => void
  readonly back: () => void
}

const nothing = () => undefined

export const ZoomContext = createContext<Zoom>({ to: nothing, closer: nothing, wider: nothing, back: nothing })
