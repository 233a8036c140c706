import { memo } from 'react'

export interface ReplyTextProps {
  readonly text: string
  readonly isStreaming: boolean
}

/** What a model said. Drawn anew only when it changed: a conversation has many. */
export const ReplyText = memo(({ text, isStreaming }: ReplyTextProps) => (
  <div className="wrap-anywhere whitespace-pre-wrap">
    {text}
    {isStreaming && (
      <span
        aria-hidden
        className="ml-0.5 inline-block h-[15px] w-[7px] rounded-[1px] bg-accent align-[-2px] motion-safe:animate-pulse"
      />
    )}
  </div>
))
