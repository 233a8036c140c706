import clsx from 'clsx'
import { createContext, type ReactNode, use } from 'react'

/** On a phone there would be no room left for words. */
const deepest = 6

const Place = createContext({ depth: 0, isTight: false })

/** Whether a list still moves its items in at its place. */
export const useIsDeep = () => use(Place).depth > deepest

/** Whether paragraphs stand right here as plain lines of a list. */
export const useIsTight = () => use(Place).isTight

export interface IndentedProps {
  readonly tag: 'ul' | 'ol' | 'blockquote'
  /** First number of an ordered list, if it is not 1. */
  readonly start?: string | undefined
  readonly isTight?: boolean
  readonly className: string
  readonly children: ReactNode
}

/**
 * A list or a quotation: what is in it stands further in, down to some depth. In a list each item does for itself, since
 * it may be written from the right.
 */
export function Indented({ tag: Tag, start, isTight = false, className, children }: IndentedProps) {
  const { depth } = use(Place)
  const isDeep = depth >= deepest
  return (
    <Place value={{ depth: depth + 1, isTight }}>
      <Tag
        {...(start !== undefined && { start: Number(start) })}
        {...(Tag === 'blockquote' && { dir: 'auto' })}
        className={clsx(className, isDeep ? 'list-inside' : Tag === 'blockquote' && 'border-s-2 ps-3.5')}
      >
        {children}
      </Tag>
    </Place>
  )
}
