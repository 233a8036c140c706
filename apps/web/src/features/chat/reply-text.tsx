import { lazy, memo, Suspense } from 'react'

const load = () => import('../../ui/markdown/markdown.tsx').then(({ Markdown }) => ({ default: Markdown }))
const Markdown = lazy(load)
// Wanted as soon as there is a reply: it comes while the page asks for its chats. A failure shows where it is needed.
load().catch(() => undefined)

export interface ReplyTextProps {
  readonly text: string
  readonly isStreaming: boolean
}

/** What a model said. Drawn anew only when it changed: a conversation has many. */
export const ReplyText = memo(({ text, isStreaming }: ReplyTextProps) => (
  <Suspense fallback={<div className="wrap-anywhere whitespace-pre-wrap">{text}</div>}>
    <Markdown text={text} isStreaming={isStreaming} />
  </Suspense>
))
