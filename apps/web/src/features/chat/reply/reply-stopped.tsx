import type { ChatMetrics, ConversationMessage } from '@ollama-dashboard/contracts'
import { RotateCw, ScissorsLineDashed, StepForward } from 'lucide-react'
import { type Missing, useMissing } from '../../../lib/api/use-permission.ts'
import { formatCount } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { drafts } from '../composer/drafts.ts'
import { withParameter } from '../parameters/chat-parameters.ts'
import { ContinueButton } from './continue-button.tsx'
import { useContextFix } from './use-context-fix.ts'

export interface ReplyStoppedProps {
  readonly conversation: string
  readonly message: ConversationMessage
  readonly model: string | null
  readonly needs: Missing | null
  /** Undefined where it is not the last reply: then nothing can be done about it. */
  readonly onAskAgain: (() => void) | undefined
  /** Undefined where it cannot go on. */
  readonly onContinue: (() => void) | undefined
}

const noLimit = -1

/** Under a reply that is over before the model had said everything, or that has no answer: why, and the way on. */
export function ReplyStopped(props: ReplyStoppedProps) {
  const { conversation, message, model, needs, onAskAgain, onContinue } = props
  const fix = useContextFix(conversation)
  const needsSave = useMissing('settings.save')
  const { metrics } = message
  const why = metrics && whyStopped(message, metrics)
  if (!why) return null
  const { stopped_at: limit, context_needed: context } = metrics
  const isItsTurn = onAskAgain !== undefined && model !== null && message.model === model
  const askWithoutLimit = () => {
    const { parameters } = drafts.of(conversation)
    drafts.set(conversation, { parameters: withParameter(parameters, 'num_predict', noLimit) })
    onAskAgain?.()
  }
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-2.5 gap-y-1 text-base text-ink-muted phone:gap-y-2">
      <p className="flex gap-2.5">
        <ScissorsLineDashed aria-hidden className="mt-0.5 size-4 flex-none text-attention-text" />
        {why}
      </p>
      {/* In a full context its question would have to go. */}
      {onContinue && limit !== 'context' && <ContinueButton needs={needs} onContinue={onContinue} />}
      {isItsTurn && limit === 'num_predict' && (
        <Button size="small" icon={RotateCw} needs={needs} onClick={askWithoutLimit}>
          Regenerate without limit
        </Button>
      )}
      {isItsTurn && limit === 'context' && context !== null && (
        <Button
          size="small"
          icon={onContinue ? StepForward : RotateCw}
          needs={needs ?? needsSave}
          disabled={fix.isPending}
          onClick={() => fix.mutate({ model, context, askAgain: onContinue ?? onAskAgain })}
        >
          Raise context to {formatCount(context)} and {onContinue ? 'continue' : 'regenerate'}
        </Button>
      )}
    </div>
  )
}

/** Null where a reply ended as replies do. */
export function whyStopped(
  { content, thinking, tool_calls: calls }: Pick<ConversationMessage, 'content' | 'thinking' | 'tool_calls'>,
  { stopped_at: limit, done_reason: reason, completion_tokens: tokens, context_length: context }: ChatMetrics,
): string | null {
  const isAllThoughts = content.trim() === '' && Boolean(thinking) && !calls
  const behind = isAllThoughts ? ' The model was still thinking.' : ''
  if (limit === 'num_predict') return `Max tokens reached${ofTokens(tokens)}.${behind}`
  if (limit === 'context') return `The context is full${ofTokens(context)}.${behind}`
  if (isAllThoughts) return 'The model stopped after thinking, without a response.'
  if (reason === 'load' || reason === 'unload') return `The model was only ${reason}ed; no response was generated.`
  return reason === undefined || reason === 'stop' ? null : `Ollama stopped: ${reason.replaceAll('_', ' ')}.`
}

const ofTokens = (tokens: number | null): string => (tokens === null ? '' : ` (${formatCount(tokens)} tokens)`)
