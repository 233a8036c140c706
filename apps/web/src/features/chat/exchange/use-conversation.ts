import type { ChatSession } from '@ollama-dashboard/contracts'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api } from '../../../lib/api/api.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { notify } from '../../../lib/notices.ts'
import { draftImagesOf, setDraftImages } from '../composer/draft-images.ts'
import { drafts, newChat } from '../composer/drafts.ts'
import { rememberModel } from '../conversation/use-chat-models.ts'
import { chatSessionQuery } from '../queries.ts'
import { forkAt, forkTitle, type Question } from '../thread/message-lists.ts'
import { ask } from './ask.ts'
import { exchangeOf } from './exchanges.ts'
import { readSessionsAgain, settleSession } from './session-cache.ts'

interface Sent {
  /** Null for a chat that has not begun. */
  readonly session: string | null
  readonly question: Question
  readonly model: string
}

/** Sends what the composer holds: in the session, or in a new one. Until that is there the composer keeps it. */
export function useSend() {
  const client = useQueryClient()
  const instance = useInstance()
  const navigate = useNavigate()
  const router = useRouter()
  return useMutation({
    mutationFn: async ({ session, model }: Sent) => {
      if (session !== null) return { id: session, keep: await settleSession(client, session) }
      return { id: await createSession(client, model), keep: 0 }
    },
    onSuccess: ({ id, keep }, { session, question, model }) => {
      const draft = session ?? newChat
      const { text, parameters } = drafts.of(draft)
      const images = draftImagesOf(draft).filter((image) => !question.images.includes(image))
      if (session === null) drafts.remove(newChat)
      setDraftImages(draft, [])
      drafts.set(id, { text: textAfter(question.content, text), parameters })
      setDraftImages(id, images)
      rememberModel(model)
      void ask(client, { session: id, instance, model, question, keep, replaces: false, parameters })
      // Whoever went elsewhere meanwhile stays there.
      if (session === null && router.state.location.pathname === '/chat') {
        const search = ({ model: _, ...rest }: { readonly model?: string }) => rest
        void navigate({ to: '/chat/$id', params: { id }, search, replace: true, resetScroll: false })
      }
    },
  })
}

/** What somebody went on to write while a question was on its way. */
function textAfter(sent: string, text: string): string {
  const written = text.trimStart()
  return written.startsWith(sent) ? written.slice(sent.length).trimStart() : text
}

async function createSession(client: QueryClient, model: string): Promise<string> {
  const { id } = await api.chat.saveSession({ body: { model, messages: [] } })
  const now = new Date().toISOString()
  client.setQueryData(chatSessionQuery(id).queryKey, {
    id,
    title: 'New chat',
    model,
    created_at: now,
    updated_at: now,
    messages: [],
    is_replying: false,
  })
  void readSessionsAgain(client)
  return id
}

export interface ConversationActions {
  /** Puts a question in the place of what came after the first `keep` messages. */
  readonly askAgain: (keep: number, question: Question) => void
  readonly fork: (index: number) => void
}

export function useConversationActions(session: string | null, model: string | null): ConversationActions {
  const client = useQueryClient()
  const instance = useInstance()
  const navigate = useNavigate()
  return useMemo(
    () => ({
      askAgain(keep, question) {
        if (session === null || model === null || exchangeOf(session)?.state === 'running') return
        const { parameters } = drafts.of(session)
        void ask(client, { session, instance, model, question, keep, replaces: true, parameters })
      },
      fork(index) {
        const known = session === null ? undefined : client.getQueryData(chatSessionQuery(session).queryKey)
        if (!known) return
        forkSession(client, known, index).then(
          (id) => navigate({ to: '/chat/$id', params: { id }, search: ({ q }) => (q === undefined ? {} : { q }) }),
          (error) => notify({ kind: 'broken', title: 'The chat could not be forked', error }),
        )
      },
    }),
    [client, instance, navigate, session, model],
  )
}

/** The messages stay where they are: the server copies them. */
async function forkSession(client: QueryClient, known: ChatSession, index: number): Promise<string> {
  const { keep, question } = forkAt(known.messages, index)
  const { id } = await api.chat.saveSession({
    body: {
      title: forkTitle(known.title),
      model: known.model,
      from: { id: known.id, messages: keep },
      messages: [],
    },
  })
  drafts.set(id, { text: question?.content ?? '', parameters: drafts.of(known.id).parameters })
  if (question) setDraftImages(id, question.images)
  void readSessionsAgain(client)
  return id
}
