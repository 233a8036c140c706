import { memo, useMemo } from 'react'
import { Caret } from './caret.tsx'
import type { MarkdownNode } from './markdown-node.ts'
import { useMaths } from './use-maths.ts'

interface MathsProps {
  readonly tex: string
  readonly isDisplay: boolean
}

/** A formula; its source where that is not understood, and until what draws it is there. */
export const Maths = memo(function Maths({ tex, isDisplay }: MathsProps) {
  const draw = useMaths()
  const drawn = useMemo(() => draw?.(tex, isDisplay) ?? null, [draw, tex, isDisplay])
  if (!drawn) return <code className="whitespace-pre-wrap text-[0.9em] text-ink-muted">{tex}</code>
  return <span className="contents" ref={(place) => place?.replaceChildren(drawn.cloneNode(true))} />
})

export const MathsBlock = ({ node: { content, attributes, isOpen } }: { readonly node: MarkdownNode }) => (
  <div dir="ltr" className="overflow-x-auto overflow-y-hidden py-1 text-center text-[1.1em] text-ink-strong">
    {attributes['begun'] ? (
      <code className="block text-start text-[0.9em] whitespace-pre-wrap text-ink-muted">{content}</code>
    ) : (
      <Maths tex={content} isDisplay />
    )}
    {isOpen && <Caret />}
  </div>
)
