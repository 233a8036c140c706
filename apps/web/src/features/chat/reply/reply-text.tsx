import { lazy, memo, Suspense } from 'react'
import { Skeleton } from '../../../ui/skeleton.tsx'

const Markdown = lazy(() => import('../../../ui/markdown/markdown.tsx').then(({ Markdown }) => ({ default: Markdown })))

export interface ReplyTextProps {
  readonly text: string
  readonly isStreaming: boolean
}

/** What a model said. Drawn anew only when it changed: a conversation has many. */
export const ReplyText = memo(({ text, isStreaming }: ReplyTextProps) => (
  <Suspense fallback={<Skeleton className="h-24" />}>
    <Markdown text={text} isStreaming={isStreaming} />
  </Suspense>
))
