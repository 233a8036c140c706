import type { Conversation, ConversationMessage } from '@ollama-dashboard/contracts'
import { canContinue } from '@ollama-dashboard/contracts/continued-reply'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, type Ref, useMemo } from 'react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { StatusMark } from '../../../ui/status.tsx'
import { useFromEnd } from '../conversation/use-from-end.ts'
import { type Exchange, replyIndexOf } from '../exchange/exchanges.ts'
import type { ConversationActions } from '../exchange/use-conversation.ts'
import { ExchangeEnding } from '../reply/exchange-ending.tsx'
import { Reply } from '../reply/reply.tsx'
import { ReplyCut } from '../reply/reply-cut.tsx'
import { EndedEarly, Unanswered } from '../reply/reply-problem.tsx'
import { ReplyStopped } from '../reply/reply-stopped.tsx'
import {
  type Question as Asked,
  questionIndexOf,
  questionOf,
  unansweredIndex,
  withThoughtsApart,
} from './message-lists.ts'
import { Question } from './question.tsx'

export interface ThreadProps {
  readonly conversation: Conversation
  readonly exchange: Exchange | null
  /** A reply is coming that cannot be followed from here. */
  readonly isAskedElsewhere: boolean
  readonly model: string | null
  readonly needs: Missing | null
  readonly actions: ConversationActions
  readonly ref: Ref<HTMLDivElement>
}

/**
 * The conversation, oldest first. It renders when a question is asked and when its reply ends; the words between are
 * the reply's own. Their coming is told elsewhere, or each one would be read out.
 */
export function Thread({ ref, conversation, exchange, isAskedElsewhere, model, needs, actions }: ThreadProps) {
  // The same elements while only more of them come into sight: those that are there are not rendered again.
  const rows = useMemo(() => {
    const drawn = { conversation, exchange, isAskedElsewhere, model, needs, actions }
    const before = exchange ? conversation.messages.slice(0, exchange.keep) : conversation.messages
    return [
      ...before.map((_, index) => row(drawn, before, index)),
      ...(exchange ? exchangeRows(drawn, exchange) : []),
      ...(isAskedElsewhere ? [<ReplyElsewhere key="elsewhere" />] : []),
    ]
  }, [conversation, exchange, isAskedElsewhere, model, needs, actions])
  const first = useFromEnd(rows.length)
  // What changes in one row, and each that is put before the others, is not laid out through all of them: `contain`.
  return (
    <div
      ref={ref}
      role="log"
      aria-label="Conversation"
      aria-live="off"
      aria-busy={exchange?.state === 'running' || isAskedElsewhere}
      className="mx-auto grid w-full max-w-192 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-5 px-(--gutter) pt-5 pb-6 text-prose *:[contain:content] *:[overflow-clip-margin:1rem] phone:px-4 phone:pt-4 phone:pb-3"
    >
      {rows.slice(first)}
    </div>
  )
}

type Drawn = Omit<ThreadProps, 'ref'>

// A reply keeps its place, and so what was drawn of it, when it has come to its end: hence keys by place.
const keyOf = (role: string, index: number) => `${role} ${index}`

function row(props: Drawn, messages: Conversation['messages'], index: number): ReactNode {
  const { conversation, exchange, isAskedElsewhere, model, needs, actions } = props
  const stored = messages[index]
  if (!stored) return null
  const message = withThoughtsApart(stored)
  const key = keyOf(message.role, index)
  const isIdle = exchange?.state !== 'running' && !isAskedElsewhere && model !== null
  const onFork = needs === null ? () => actions.fork(index) : undefined
  if (message.role === 'user') {
    const question = questionOf(message)
    const onAsk = needs === null && isIdle ? (changed: typeof question) => actions.askAgain(index, changed) : undefined
    const isUnanswered = exchange === null && !isAskedElsewhere && index === unansweredIndex(messages)
    const retry = { needs, onRetry: () => actions.askAgain(index, question) }
    return (
      <Question
        key={key}
        question={question}
        onAsk={onAsk}
        onFork={onFork}
        ending={isUnanswered && <Unanswered {...retry} />}
      />
    )
  }
  if (message.role !== 'assistant') return <SideMessage key={key} message={message} />

  const asked = questionIndexOf(messages, index)
  const question = asked === null ? undefined : messages[asked]
  const isLast = exchange === null && index === messages.length - 1
  const again =
    isLast && isIdle && question && asked !== null ? () => actions.askAgain(asked, questionOf(question)) : undefined
  const canGoOn = isLast && isIdle && message.model === model && canContinue(message)
  const onContinue = canGoOn ? () => actions.continueReply(index) : undefined
  const { interrupted, error, metrics } = message
  return (
    <Reply
      key={key}
      exchange={null}
      message={message}
      currentModel={model}
      needs={needs}
      notice={
        metrics?.prompt_truncated && (
          <ReplyCut conversation={conversation.id} message={message} needs={needs} model={model} onAskAgain={again} />
        )
      }
      ending={
        interrupted ? (
          <EndedEarly code={error} needs={needs} onContinue={onContinue} onRetry={again} />
        ) : (
          <ReplyStopped
            conversation={conversation.id}
            message={message}
            needs={needs}
            model={model}
            onAskAgain={again}
            onContinue={onContinue}
          />
        )
      }
      onAskAgain={interrupted ? undefined : again}
      onFork={onFork}
    />
  )
}

function exchangeRows({ model, needs, actions }: Drawn, exchange: Exchange): ReactNode[] {
  const { keep, question, state } = exchange
  const reply = replyIndexOf(exchange)
  const canAsk = state !== 'running' && model !== null && needs === null
  const ending = <ExchangeEnding exchange={exchange} model={model} needs={needs} actions={actions} />
  const onAsk = canAsk ? (changed: Asked) => actions.askAgain(keep, changed) : undefined
  return [
    ...(question ? [<Question key={keyOf('user', keep)} question={question} onAsk={onAsk} />] : []),
    <Reply key={keyOf('assistant', reply)} exchange={exchange} ending={ending} />,
  ]
}

/** In the place of a reply that another program waits for. */
const ReplyElsewhere = () => (
  <p role="status" className="flex items-baseline gap-2 text-small font-medium text-accent-text">
    <StatusMark kind="working" className="motion-safe:animate-pulse" />
    Responding to another program
  </p>
)

/** What neither a person nor the model said: a system prompt, or what a tool answered. */
function SideMessage({ message: { role, content, tool_name: tool } }: { readonly message: ConversationMessage }) {
  return (
    <details className="group/side text-small text-ink-muted">
      <summary className="touch-target inline-flex items-center gap-1.5 rounded-control px-1 hover:text-ink phone:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 group-open/side:rotate-90" />
        {role === 'system' ? 'System prompt' : `Result of ${tool ?? 'a tool'}`}
      </summary>
      <p className="mt-1.5 border-l-2 border-line pl-3 text-base wrap-anywhere whitespace-pre-wrap">{content}</p>
    </details>
  )
}
