import clsx from 'clsx'
import { memo, useMemo } from 'react'
import { Caret } from '../caret.tsx'
import type { MarkdownNode } from '../markdown-node.ts'
import { useMaths } from './use-maths.ts'

interface MathsProps {
  readonly tex: string
  readonly isDisplay: boolean
}

/** What is longer may be wider than a phone: then it scrolls in a box of its own, by keyboard too. */
const longFrom = 20

/**
 * A formula; its source where that is not understood, and until what draws it is there. It runs from left to right, and so
 * that its letters do not tell which way the words around it run, it says so.
 */
export const Maths = memo(function Maths({ tex, isDisplay }: MathsProps) {
  const draw = useMaths()
  const drawn = useMemo(() => draw?.(tex, isDisplay) ?? null, [draw, tex, isDisplay])
  if (!drawn) return <Source tex={tex} />
  const isLong = (drawn.textContent?.length ?? 0) > longFrom
  return (
    <span
      dir="ltr"
      ref={(place) => place?.replaceChildren(drawn.cloneNode(true))}
      {...(isLong && { role: 'group', 'aria-label': 'Formula', tabIndex: 0 })}
      className={clsx(
        (isDisplay || isLong) && 'overflow-x-auto overflow-y-hidden -outline-offset-2',
        isDisplay && 'block px-0.5 py-1 text-[1.1em] text-ink-strong [&>math]:w-max [&>math]:min-w-full',
        // Not an inline block, which would stand on the line with its lower edge.
        isLong && !isDisplay && 'inline-flex max-w-full p-0.5',
      )}
    />
  )
})

const Source = ({ tex }: { readonly tex: string }) => (
  <code dir="ltr" className="text-[0.9em] whitespace-pre-wrap text-ink-muted">
    {tex}
  </code>
)

export const MathsBlock = ({ node: { content, attributes, isOpen } }: { readonly node: MarkdownNode }) => (
  <div dir="ltr">
    {attributes['begun'] ? <Source tex={content} /> : <Maths tex={content} isDisplay />}
    {isOpen && <Caret />}
  </div>
)
