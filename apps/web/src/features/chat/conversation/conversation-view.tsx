import { useQuery } from '@tanstack/react-query'
import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useFoot } from '../../../lib/hooks/use-foot.ts'
import { usePageTitle } from '../../../lib/hooks/use-title.ts'
import { notify } from '../../../lib/notices.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Composer } from '../composer/composer.tsx'
import { hasKeyboard, useEscape } from '../composer/composer-keys.ts'
import { drafts, newChat } from '../composer/drafts.ts'
import { filesOf } from '../composer/images.ts'
import { PromptSize } from '../composer/prompt-size.tsx'
import { useFileIntake } from '../composer/use-file-intake.ts'
import { useAskedElsewhere } from '../exchange/asked-elsewhere.ts'
import { stopExchange, useExchange } from '../exchange/exchanges.ts'
import { replyMayCome, useAttached } from '../exchange/use-attached.ts'
import { type ConversationActions, useConversationActions, useSend } from '../exchange/use-conversation.ts'
import { useRevived } from '../exchange/use-revived.ts'
import { isGone } from '../list/use-conversation-actions.ts'
import { conversationQuery } from '../queries.ts'
import { Announcement } from './announcement.tsx'
import { ConversationBody } from './conversation-body.tsx'
import { ConversationHead } from './conversation-head.tsx'
import { NotInstalled } from './no-model-notice.tsx'
import { useChatModels } from './use-chat-models.ts'
import { useFollow } from './use-follow.ts'
import { useModelChoice } from './use-model-choice.ts'

export interface ConversationViewProps {
  /** Null for a chat that has not begun. */
  readonly id: string | null
  readonly onOpenList: () => void
}

/** One chat: with whom, what was said, and where one writes. */
export function ConversationView({ id, onOpenList }: ConversationViewProps) {
  const draft = id ?? newChat
  const exchange = useExchange(id)
  const needs = useMissing('chat.send', 'conversations.save')
  const {
    data: conversation,
    error,
    isFetching,
    refetch,
  } = useQuery({
    ...conversationQuery(id ?? ''),
    enabled: id !== null,
    refetchInterval: ({ state }) => (exchange ? false : replyMayCome(state.data)),
  })
  usePageTitle(conversation ? `${conversation.title} · Chat` : id === null ? 'New chat' : 'Chat')
  useAskedElsewhere(id)
  useAttached(conversation)
  const isAskedElsewhere = exchange === null && conversation?.is_replying === true
  const isRunning = exchange?.state === 'running'
  const { model, pick } = useModelChoice(id, conversation)
  const { data: models } = useChatModels()
  const installed = models?.find(({ name }) => name === model)
  const intake = useFileIntake(draft, installed)
  const field = useRef<HTMLTextAreaElement>(null)
  const foot = useRef<HTMLDivElement>(null)
  useFoot(foot)
  const follow = useFollow(draft)
  const { toEnd } = follow
  const send = useSend()
  // There is nobody to write to.
  const cannotWrite = id === null ? models?.length === 0 : !conversation && isGone(error)
  const isSending = send.isPending && send.variables.conversation === id
  /** After sending, scrolls to the reply and keeps the focus in the composer. */
  const onAsk = useCallback(() => {
    toEnd()
    if (hasKeyboard) field.current?.focus()
  }, [toEnd])
  const actions = useFollowedActions(useConversationActions(id, model), onAsk)
  useRevived(id, conversation, model)
  const stop = () => {
    if (id !== null) {
      stopExchange(id).catch((error) => notify({ kind: 'broken', title: 'The response was not stopped', error }))
    }
    if (hasKeyboard) field.current?.focus()
  }
  useEscape(isRunning, field, stop)
  const { reset } = send
  useEffect(() => {
    // What failed in another chat is of no interest in this one.
    void draft
    reset()
  }, [draft, reset])
  useEffect(() => {
    // Whoever opens a chat may write at once. Under a finger a keyboard would cover what there is to read.
    void draft
    if (hasKeyboard) field.current?.focus({ preventScroll: true })
  }, [draft])

  return (
    <main
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        intake.take(filesOf(event.dataTransfer))
      }}
      className="flex min-w-0 flex-1 flex-col"
    >
      <h1 className="sr-only">{conversation?.title ?? 'Chat'}</h1>
      {(id !== null || cannotWrite) && <h2 className="sr-only">Conversation</h2>}
      <ConversationHead draft={draft} model={model} models={models} onPick={pick} onOpenList={onOpenList} />
      <ConversationBody
        id={id}
        conversation={conversation}
        error={error}
        isReading={isFetching}
        readAgain={() => void refetch()}
        exchange={exchange}
        isAskedElsewhere={isAskedElsewhere}
        model={model}
        models={models}
        needs={needs}
        actions={actions}
        follow={follow.ref}
        onStarter={(text) => {
          drafts.set(newChat, { text })
          field.current?.focus()
        }}
      />
      <Announcement
        conversation={id}
        exchange={exchange}
        wasInterrupted={conversation?.messages.at(-1)?.interrupted === true}
      />
      <div
        ref={foot}
        className="sticky bottom-0 z-[2] bg-background px-(--gutter) pb-4 phone:bottom-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))] phone:px-4 phone:pb-2.5"
      >
        {follow.isAway && (
          <div className="absolute inset-x-0 -top-11 flex justify-center phone:-top-14">
            <Button size="small" icon={ArrowDown} onClick={toEnd} className="rounded-full! px-3 shadow-popup">
              Jump to latest
            </Button>
          </div>
        )}
        {!cannotWrite && (
          <Composer
            draft={draft}
            model={model}
            isComing={model === null && (id === null ? models === undefined : !conversation && !error)}
            intake={intake}
            needs={needs}
            blocked={models && model !== null && !installed && <NotInstalled model={model} />}
            isRunning={isRunning}
            isSending={isSending}
            field={field}
            size={model !== null && <PromptSize draft={draft} conversation={conversation} model={model} />}
            onSend={(question) => {
              if (model === null) return
              send.mutate({ conversation: id, question, model })
              onAsk()
            }}
            onStop={stop}
          >
            {send.error && <ProblemNote error={send.error} onDismiss={send.reset} />}
          </Composer>
        )}
      </div>
    </main>
  )
}

const useFollowedActions = (actions: ConversationActions, onAsk: () => void): ConversationActions =>
  useMemo(
    () => ({
      ...actions,
      askAgain: (keep, question) => {
        actions.askAgain(keep, question)
        onAsk()
      },
      continueReply: (index) => {
        actions.continueReply(index)
        onAsk()
      },
    }),
    [actions, onAsk],
  )
