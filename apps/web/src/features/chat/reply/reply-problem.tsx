import { ApiError } from '@ollama-dashboard/client'
import { CircleAlert, CircleStop, RotateCw, Trash2 } from 'lucide-react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { ContinueButton } from './continue-button.tsx'
import type { Overflow } from './cut-notice.tsx'

export interface RetryProps {
  readonly needs: Missing | null
  /** Undefined where nothing was asked that could be asked again. */
  readonly onRetry?: (() => void) | undefined
  /** Has what came of it go on; undefined where that is nothing. */
  readonly onContinue?: (() => void) | undefined
  /** Lets go of a question that was never answered. */
  readonly onDiscard?: (() => void) | undefined
}

/** Why there is no reply, or no more of it, as long as this tab knows. */
export const ReplyProblem = ({ error, ...retry }: RetryProps & { readonly error: unknown }) => (
  <div className="text-base">
    <ProblemNote error={error} actions={<Retry {...retry} />} />
  </div>
)

const words: Readonly<Record<string, string>> = {
  interrupted: 'Response stopped.',
  reply_stopped: 'Response stopped.',
  ollama_busy: 'The request queue of Ollama was full.',
  prompt_too_long: 'The prompt was too long for the context.',
  model_not_found: 'The model was not installed.',
  stream_truncated: 'The response was interrupted.',
  runner_crashed: 'The model runner crashed.',
  ollama_unreachable: 'The connection to Ollama was lost.',
  ollama_timeout: 'Ollama stopped responding.',
  ollama_error: 'Ollama returned an error.',
  shutting_down: 'The dashboard was shut down.',
  unauthorized: 'The key that asked for it lost its access.',
  insufficient_memory: 'Ollama ran out of memory.',
  cloud_limit_reached: 'The usage limit of your ollama.com account was reached.',
}

/** The same, as the conversation keeps it. */
export function EndedEarly({ code, ...retry }: RetryProps & { readonly code: string | undefined }) {
  const isStop = code === undefined || code === 'interrupted' || code === 'reply_stopped'
  const Icon = isStop ? CircleStop : CircleAlert
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-base text-ink-muted">
      <Icon aria-hidden className={isStop ? 'size-4 text-ink-faint' : 'size-4 text-broken-text'} />
      <p>{words[code ?? 'interrupted'] ?? `The response was interrupted: ${code?.replaceAll('_', ' ')}.`}</p>
      <Retry {...retry} />
    </div>
  )
}

/** A question that got no reply, and nobody knows any more why. */
export const Unanswered = (retry: RetryProps) => (
  <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-base text-ink-muted">
    <CircleStop aria-hidden className="size-4 text-ink-faint" />
    <p>No response.</p>
    <Retry {...retry} />
  </div>
)

function Retry({ needs, onRetry, onContinue, onDiscard }: RetryProps) {
  return (
    <>
      {onContinue && <ContinueButton needs={needs} onContinue={onContinue} />}
      {onRetry && (
        <Button size="small" icon={RotateCw} needs={needs} onClick={onRetry}>
          Retry
        </Button>
      )}
      {onDiscard && (
        <Button size="small" look="quiet" icon={Trash2} onClick={onDiscard}>
          Discard
        </Button>
      )}
    </>
  )
}

/** What a refusal tells of a prompt that is too long; null for every other failure. */
export function overflowOf(error: unknown): Overflow | null {
  if (!(error instanceof ApiError) || error.problem.code !== 'prompt_too_long') return null
  return { ...error.problem, promptTokens: error.problem.prompt_tokens }
}
