import { useMemo } from 'react'
import { Blocks } from './blocks.tsx'
import { Caret } from './caret.tsx'
import { useGrowingDocument } from './growing/use-growing-document.ts'
import { ReferencesContext } from './references-context.ts'

export interface MarkdownProps {
  /** All of the text so far. */
  readonly text: string
  /** Whether more will be appended: it is then shown once a frame, with a caret at its end. */
  readonly isStreaming: boolean
}

/**
 * Text that a language model wrote, in Markdown as on GitHub. Nothing in it is trusted: tags are text, only addresses of
 * the web and of mailboxes are links, and nothing is loaded.
 */
export function Markdown({ text, isStreaming }: MarkdownProps) {
  const { source, references, finished, tail } = useGrowingDocument(text, isStreaming)
  const nodes = useMemo(() => [...finished, ...tail], [finished, tail])
  // Pieces of text may come a thousand times a second: they draw nothing until the document has taken them in.
  const blocks = useMemo(() => <Blocks nodes={nodes} />, [nodes])
  return (
    <ReferencesContext value={references}>
      <div
        aria-busy={!isStreaming && source !== text}
        className="min-w-0 space-y-2.5 text-prose wrap-anywhere text-ink"
      >
        {blocks}
        {isStreaming && nodes.length === 0 && <Caret />}
      </div>
    </ReferencesContext>
  )
}
