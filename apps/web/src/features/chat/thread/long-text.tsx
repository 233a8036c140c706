import clsx from 'clsx'
import { useState } from 'react'

/** What is longer than this would push the reply off the screen. */
const longCharacters = 900
const longLines = 14

/** A text that somebody wrote; of a long one the beginning, until all of it is asked for. */
export function LongText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false)
  const isLong = text.length > longCharacters || text.split('\n', longLines + 1).length > longLines
  return (
    <>
      <p
        className={clsx(
          'wrap-anywhere whitespace-pre-wrap',
          isLong && !isWhole && 'max-h-55 overflow-hidden [mask-image:linear-gradient(black_70%,transparent)]',
        )}
      >
        {text}
      </p>
      {isLong && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className="touch-target mt-1 rounded-control text-small font-medium text-accent-text hover:underline phone:h-11"
        >
          {isWhole ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  )
}
