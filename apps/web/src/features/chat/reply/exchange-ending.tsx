import { canContinue } from '@ollama-dashboard/contracts/continued-reply'
import { useQueryClient } from '@tanstack/react-query'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { drafts } from '../composer/drafts.ts'
import { closeExchange, type Exchange, replyIndexOf } from '../exchange/exchanges.ts'
import type { ConversationActions } from '../exchange/use-conversation.ts'
import { conversationQuery } from '../queries.ts'
import { CutNotice } from './cut-notice.tsx'
import { overflowOf, ReplyProblem, Unanswered } from './reply-problem.tsx'
import { useContextFix } from './use-context-fix.ts'

export interface ExchangeEndingProps {
  readonly exchange: Exchange
  readonly model: string | null
  readonly needs: Missing | null
  readonly actions: ConversationActions
}

/** What became of a question that has no whole reply, and the ways on. */
export function ExchangeEnding({ exchange, model, needs, actions }: ExchangeEndingProps) {
  const { conversation, question, keep, state, error } = exchange
  const client = useQueryClient()
  const fix = useContextFix(conversation)
  if (state === 'running' || state === 'done') return null
  const reply = replyIndexOf(exchange)
  const stored = client.getQueryData(conversationQuery(conversation).queryKey)?.messages[reply]
  const canGoOn = exchange.isKept && stored?.model === model && stored !== undefined && canContinue(stored)
  const onContinue = canGoOn ? () => actions.continueReply(reply) : undefined
  const onRetry = question ? () => actions.askAgain(keep, question) : undefined
  const overflow = state === 'failed' ? overflowOf(error) : null
  if (overflow) {
    return (
      <CutNotice
        overflow={overflow}
        model={model}
        wasRefused
        needs={needs}
        isBusy={fix.isPending || model === null}
        onUseContext={(context) => {
          const askAgain = onRetry ?? onContinue
          if (model !== null && askAgain) fix.mutate({ model, context, askAgain })
        }}
      />
    )
  }
  // What came after a question that was to be asked anew is there again then.
  const discard = () => {
    drafts.set(conversation, { unsent: undefined })
    closeExchange(conversation)
    void client.invalidateQueries({ queryKey: conversationQuery(conversation).queryKey })
  }
  const onDiscard = exchange.hasBegun || exchange.isKept ? undefined : discard
  const ways = { needs, onRetry, onContinue, onDiscard }
  return state === 'failed' ? <ReplyProblem error={error} {...ways} /> : <Unanswered {...ways} />
}
