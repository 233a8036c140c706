import type { Conversation } from '@ollama-dashboard/contracts'
import { type MessageParts, splitFiles } from '@ollama-dashboard/contracts/attached-files'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api } from '../../../lib/api/api.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { notify } from '../../../lib/notices.ts'
import { draftImagesOf, setDraftImages } from '../composer/draft-images.ts'
import { draftMessage, setDraftMessage } from '../composer/draft-message.ts'
import { drafts, newChat } from '../composer/drafts.ts'
import { rememberModel } from '../conversation/use-chat-models.ts'
import { conversationQuery } from '../queries.ts'
import { beginningOf, forkAt, forkTitle, type Question } from '../thread/message-lists.ts'
import { ask } from './ask.ts'
import { continueReply } from './continue-reply.ts'
import { readConversationsAgain, settleConversation } from './conversation-cache.ts'
import { exchangeOf } from './exchanges.ts'

interface Sent {
  /** Null for a chat that has not begun. */
  readonly conversation: string | null
  readonly question: Question
  readonly model: string
}

/** Sends what the composer holds: in the conversation, or in a new one. Until that is there the composer keeps it. */
export function useSend() {
  const client = useQueryClient()
  const instance = useInstance()
  const navigate = useNavigate()
  const router = useRouter()
  return useMutation({
    mutationFn: async ({ conversation, model }: Sent) => {
      if (conversation !== null) return { id: conversation, keep: await settleConversation(client, conversation) }
      return { id: await createConversation(client, model), keep: 0 }
    },
    onSuccess: ({ id, keep }, { conversation, question, model }) => {
      const draft = conversation ?? newChat
      const { parameters } = drafts.of(draft)
      const more = messageAfter(splitFiles(question.content), draftMessage(draft))
      const images = draftImagesOf(draft).filter((image) => !question.images.includes(image))
      if (conversation === null) drafts.remove(newChat)
      setDraftImages(draft, [])
      drafts.set(id, { parameters })
      setDraftMessage(id, more)
      setDraftImages(id, images)
      rememberModel(model)
      void ask(client, { conversation: id, instance, model, question, keep, replaces: false, parameters })
      // Whoever went elsewhere meanwhile stays there.
      if (conversation === null && router.state.location.pathname === '/chat') {
        const search = ({ model: _, ...rest }: { readonly model?: string }) => rest
        void navigate({ to: '/chat/$id', params: { id }, search, replace: true, resetScroll: false })
      }
    },
  })
}

/** What somebody went on to write while a question was on its way. */
function messageAfter(sent: MessageParts, { written, files }: MessageParts): MessageParts {
  const now = written.trimStart()
  return {
    written: now.startsWith(sent.written) ? now.slice(sent.written.length).trimStart() : written,
    files: files.filter(({ block }) => !sent.files.some((other) => other.block === block)),
  }
}

async function createConversation(client: QueryClient, model: string): Promise<string> {
  const { id } = await api.conversations.save({ body: { model, messages: [] } })
  const now = new Date().toISOString()
  client.setQueryData(conversationQuery(id).queryKey, {
    id,
    title: 'New chat',
    model,
    created_at: now,
    updated_at: now,
    pinned: false,
    messages: [],
    is_replying: false,
    reply: null,
  })
  void readConversationsAgain(client)
  return id
}

export interface ConversationActions {
  /** Puts a question in the place of what came after the first `keep` messages. */
  readonly askAgain: (keep: number, question: Question) => void
  /** Has the reply at the end go on where it stopped. */
  readonly continueReply: (index: number) => void
  readonly fork: (index: number) => void
}

export function useConversationActions(conversation: string | null, model: string | null): ConversationActions {
  const client = useQueryClient()
  const instance = useInstance()
  const navigate = useNavigate()
  return useMemo(
    () => ({
      askAgain(keep, question) {
        if (conversation === null || model === null || exchangeOf(conversation)?.state === 'running') return
        const { parameters } = drafts.of(conversation)
        void ask(client, { conversation, instance, model, question, keep, replaces: true, parameters })
      },
      continueReply(index) {
        if (conversation === null || model === null || exchangeOf(conversation)?.state === 'running') return
        const reply = client.getQueryData(conversationQuery(conversation).queryKey)?.messages[index]
        const { parameters } = drafts.of(conversation)
        if (!reply) return
        void continueReply(client, { conversation, instance, model, index, continues: beginningOf(reply), parameters })
      },
      fork(index) {
        const known = conversation === null ? undefined : client.getQueryData(conversationQuery(conversation).queryKey)
        if (!known) return
        forkConversation(client, known, index).then(
          (id) => navigate({ to: '/chat/$id', params: { id }, search: ({ q }) => (q === undefined ? {} : { q }) }),
          (error) => notify({ kind: 'broken', title: 'The chat could not be forked', error }),
        )
      },
    }),
    [client, instance, navigate, conversation, model],
  )
}

/** The messages stay where they are: the server copies them. */
async function forkConversation(client: QueryClient, known: Conversation, index: number): Promise<string> {
  const { keep, question } = forkAt(known.messages, index)
  const { id } = await api.conversations.save({
    body: {
      title: forkTitle(known.title),
      model: known.model,
      from: { id: known.id, messages: keep },
      messages: [],
    },
  })
  drafts.set(id, { parameters: drafts.of(known.id).parameters })
  if (question) {
    setDraftMessage(id, splitFiles(question.content))
    setDraftImages(id, question.images)
  }
  void readConversationsAgain(client)
  return id
}
