import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { Scissors } from 'lucide-react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { drafts, useDraft } from '../composer/drafts.ts'
import { withParameter } from '../parameters/chat-parameters.ts'
import { CutNotice } from './cut-notice.tsx'
import { useContextFix } from './use-context-fix.ts'

export interface ReplyCutProps {
  readonly conversation: string
  readonly message: ConversationMessage
  readonly model: string | null
  readonly needs: Missing | null
  /** Undefined where it is not the last reply: then nothing can be done about it. */
  readonly onAskAgain: (() => void) | undefined
}

/** Over a reply to a prompt that was cut: what was lost, and the ways out. */
export function ReplyCut({ conversation, message, model, needs, onAskAgain }: ReplyCutProps) {
  const fix = useContextFix(conversation)
  const parameters = useDraft(conversation, 'parameters')
  const { metrics } = message
  if (!metrics) return null
  if (!onAskAgain || model === null || message.model !== model) {
    return (
      <p className="flex items-center gap-2 text-small text-attention-text">
        <Scissors aria-hidden className="size-3.5 flex-none" />
        Prompt truncated
      </p>
    )
  }
  const refuse = () => drafts.set(conversation, { parameters: withParameter(parameters, 'refuseCut', true) })
  return (
    <CutNotice
      overflow={{ ...metrics, promptTokens: metrics.prompt_tokens_uncut ?? null, readTokens: metrics.prompt_tokens }}
      model={model}
      needs={needs}
      isBusy={fix.isPending}
      onUseContext={(context) => fix.mutate({ model, context, askAgain: onAskAgain })}
      onRefuse={needs === null && !parameters.refuseCut ? refuse : undefined}
    />
  )
}
