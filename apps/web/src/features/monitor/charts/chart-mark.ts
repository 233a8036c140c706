import { createContext } from 'react'

/** Something that happened, as charts mark it. */
export interface ChartMark {
  readonly id: string
  /** Seconds since the epoch. */
  readonly at: number
  /** Until when it went on; null if it has no duration, or goes on. */
  readonly until: number | null
  readonly tone: 'plain' | 'attention' | 'broken'
}

/** What charts mark; nothing where marks are off. */
export const MarksContext = createContext<readonly ChartMark[]>([])
