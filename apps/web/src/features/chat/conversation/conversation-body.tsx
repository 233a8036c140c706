import type { AvailableModel, Conversation } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import { MessageSquareOff } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { NoModel } from '../../../parts/no-model.tsx'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import type { Exchange } from '../exchange/exchanges.ts'
import type { ConversationActions } from '../exchange/use-conversation.ts'
import { isGone } from '../list/use-conversation-actions.ts'
import { useMarkdown } from '../reply/markdown-part.ts'
import { Thread } from '../thread/thread.tsx'
import { ModelsUnknown } from './no-model-notice.tsx'
import { Starters } from './starters.tsx'

export interface ConversationBodyProps {
  readonly id: string | null
  readonly conversation: Conversation | undefined
  readonly error: unknown
  readonly isReading: boolean
  readonly readAgain: () => void
  readonly exchange: Exchange | null
  readonly isAskedElsewhere: boolean
  readonly model: string | null
  readonly models: readonly AvailableModel[] | undefined
  readonly needs: Missing | null
  readonly actions: ConversationActions
  readonly follow: Ref<HTMLDivElement>
  readonly onStarter: (prompt: string) => void
}

/** What was said, or why there is nothing of it. */
export function ConversationBody(props: ConversationBodyProps) {
  const {
    id,
    conversation,
    error,
    isReading,
    readAgain,
    exchange,
    isAskedElsewhere,
    model,
    models,
    needs,
    actions,
    follow,
    onStarter,
  } = props
  const isDrawable = useMarkdown() !== null
  if (id === null) {
    if (models?.length === 0) {
      return (
        <Middle>
          <NoModel title="No chat model installed" />
        </Middle>
      )
    }
    if (model !== null) return <Starters model={model} onPick={onStarter} />
    return <ModelsUnknown />
  }
  // Drawn before its replies can be, it would move under the pointer of who is about to press something.
  if (conversation && (isDrawable || !conversation.messages.some(({ role }) => role === 'assistant'))) {
    return (
      <Thread
        key={id}
        ref={follow}
        conversation={conversation}
        exchange={exchange}
        isAskedElsewhere={isAskedElsewhere}
        model={model}
        needs={needs}
        actions={actions}
      />
    )
  }
  if (isGone(error)) {
    return (
      <Middle>
        <Empty icon={MessageSquareOff} title="Chat not found" actions={<NewChat />}>
          It may be deleted, or belong to another key.
        </Empty>
      </Middle>
    )
  }
  if (error) {
    return (
      <Middle>
        <ReadProblem error={error} isBusy={isReading} retry={readAgain} />
      </Middle>
    )
  }
  return (
    <div
      role="status"
      aria-label="Loading"
      className="mx-auto grid w-full max-w-192 flex-1 content-start gap-5 px-(--gutter) pt-5 phone:px-4"
    >
      <Skeleton className="h-10 w-2/5 justify-self-end" />
      <Skeleton className="h-24 w-full" />
    </div>
  )
}

const Middle = ({ children }: { readonly children: ReactNode }) => (
  <div className="mx-auto grid w-full max-w-192 flex-1 content-center px-(--gutter) phone:px-4">{children}</div>
)

const NewChat = () => (
  <Link to="/chat" className="font-medium text-accent-text">
    New chat
  </Link>
)
