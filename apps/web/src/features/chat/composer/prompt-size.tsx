import type { Conversation } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatCount } from '../../../lib/format.ts'
import { effectiveSettingsQuery } from '../../../lib/queries/settings.ts'
import { useDraftImages } from './draft-images.ts'
import { useDraft } from './drafts.ts'
import { estimateTokens, roundEstimate } from './estimate-tokens.ts'

export interface PromptSizeProps {
  /** The key of the draft. */
  readonly draft: string
  readonly conversation: Conversation | undefined
  readonly model: string
}

/** A message shorter than this needs no figure, unless the conversation before it nearly fills the context. */
const longTokens = 1000

/** Before it is sent: how long a long prompt will be, and whether the context holds it. */
export function PromptSize({ draft, conversation, model }: PromptSizeProps) {
  const text = useDraft(draft, 'text')
  const images = useDraftImages(draft)
  const parameters = useDraft(draft, 'parameters')
  const { data: usual } = useQuery({
    ...effectiveSettingsQuery(useInstance(), model),
    select: ({ options }) => options.find(({ field }) => field === 'num_ctx')?.value,
  })
  if (text.trim() === '') return null
  const last = conversation?.messages.findLast(({ role }) => role === 'assistant')?.metrics
  const before = (last?.prompt_tokens ?? 0) + (last?.completion_tokens ?? 0)
  const tokens = estimateTokens(text, images.length)
  const context = parameters.num_ctx ?? (typeof usual === 'number' ? usual : null)
  const isTooLong = context !== null && before + tokens > context
  if (tokens < longTokens && !isTooLong) return null
  return (
    <p
      role="status"
      className={isTooLong ? 'text-small text-attention-text' : 'text-small text-ink-faint tabular-nums'}
    >
      About {formatCount(roundEstimate(before + tokens))} tokens
      {context !== null && `, context ${formatCount(context)}`}
      {isTooLong && (parameters.refuseCut ? ': will be rejected' : ': the beginning will be truncated')}
    </p>
  )
}
