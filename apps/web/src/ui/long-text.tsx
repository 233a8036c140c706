import clsx from 'clsx'
import { useState } from 'react'

/** More than what fits into some four lines; a prompt may have thousands of characters. */
export const isLong = (text: string): boolean => text.length > 120 || text.split('\n').length > 4

/** A text as it is, line by line: of a long one the beginning, and the rest once it is asked for. */
export function LongText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false)
  return (
    <>
      <span className={clsx('wrap-anywhere whitespace-pre-wrap', isLong(text) && !isWhole && 'line-clamp-4')}>
        {text}
      </span>
      {isLong(text) && (
        <button
          type="button"
          aria-expanded={isWhole}
          className="touch-target text-small text-accent-text"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  )
}
