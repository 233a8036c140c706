import clsx from 'clsx'
import { createContext, type ReactNode, use } from 'react'

/** On a phone there would be no room left for words. */
const deepest = 6

const Place = createContext({ depth: 0, isTight: false })

/** Whether paragraphs stand right here as plain lines of a list. */
export const useIsTight = () => use(Place).isTight

export interface IndentedProps {
  readonly tag: 'ul' | 'ol' | 'blockquote'
  /** Of an ordered list, when it is not 1. */
  readonly start?: string | undefined
  readonly isTight?: boolean
  readonly className: string
  readonly children: ReactNode
}

/** A list or a quotation: what is in it stands further in, down to some depth. */
export function Indented({ tag: Tag, start, isTight = false, className, children }: IndentedProps) {
  const { depth } = use(Place)
  const isDeep = depth >= deepest
  const indent = Tag === 'blockquote' ? 'border-l-2 pl-3.5' : 'pl-6'
  return (
    <Place value={{ depth: depth + 1, isTight }}>
      <Tag
        {...(start !== undefined && { start: Number(start) })}
        className={clsx(className, isDeep ? 'list-inside' : indent)}
      >
        {children}
      </Tag>
    </Place>
  )
}
