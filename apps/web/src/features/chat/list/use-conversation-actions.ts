import { ApiError } from '@ollama-dashboard/client'
import type { Conversation } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api } from '../../../lib/api/api.ts'
import { invalidate } from '../../../lib/api/invalidate.ts'
import { saveFile } from '../../../lib/files/save-file.ts'
import { notify } from '../../../lib/notices.ts'
import { chatKeys } from '../../../lib/queries/keys.ts'
import { removeAllDraftImages, removeDraftImages } from '../composer/draft-images.ts'
import { drafts } from '../composer/drafts.ts'
import { closeAllExchanges, closeExchange } from '../exchange/exchanges.ts'
import { conversationQuery } from '../queries.ts'
import { markdownFileName, toMarkdown } from './conversation-markdown.ts'

export function useRename() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, title }: { readonly id: string; readonly title: string }) =>
      api.conversations.update({ params: { id }, body: { title } }),
    onSuccess: ({ id, title }) =>
      client.setQueryData(conversationQuery(id).queryKey, (known) => known && { ...known, title }),
    onError: (error) => notify({ kind: 'broken', title: 'The chat was not renamed', error }),
    meta: { invalidates: [chatKeys.conversations] },
  })
}

export function usePin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, pinned }: { readonly id: string; readonly pinned: boolean }) =>
      api.conversations.update({ params: { id }, body: { pinned } }),
    onSuccess: ({ id, pinned }) =>
      client.setQueryData(conversationQuery(id).queryKey, (known) => known && { ...known, pinned }),
    onError: (error, { pinned }) =>
      notify({ kind: 'broken', title: `The chat was not ${pinned ? 'pinned' : 'unpinned'}`, error }),
    meta: { invalidates: [chatKeys.conversations] },
  })
}

/** Saves a conversation as a file on this computer. */
export function useExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.fetchQuery({ ...conversationQuery(id), staleTime: 0 }),
    onSuccess: (conversation) =>
      saveFile(markdownFileName(conversation.title), toMarkdown(conversation), 'text/markdown'),
    onError: (error) => notify({ kind: 'broken', title: 'The chat was not exported', error }),
  })
}

interface Deleting {
  readonly id: string
  /** Somebody has agreed that it is gone for good. */
  readonly isFinal?: boolean
}

/** Deletes a conversation, and can bring it back; one that cannot be is handed to `onAsk` first. */
export function useDelete(onAsk: (conversation: Conversation) => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id: shown } = useParams({ strict: false })
  return useMutation({
    mutationFn: async ({ id, isFinal = false }: Deleting) => {
      const conversation = await api.conversations.get({ params: { id } })
      if (!canBeBroughtBack(conversation) && !isFinal) return { conversation, isDeleted: false }
      await api.conversations.delete({ params: { id } })
      return { conversation, isDeleted: true }
    },
    onSuccess: async ({ conversation, isDeleted }) => {
      if (!isDeleted) return onAsk(conversation)
      const { id, title } = conversation
      const draft = drafts.of(id)
      drafts.remove(id)
      closeExchange(id)
      const putImagesBack = await removeDraftImages(id)
      if (id === shown) await navigate({ to: '/chat', search: keepSearch, replace: true })
      client.removeQueries({ queryKey: conversationQuery(id).queryKey })
      const bringBack = async () => {
        try {
          await api.conversations.save({ body: bodyToBringBack(conversation) })
          drafts.set(id, draft)
          putImagesBack()
        } catch (error) {
          notify({ kind: 'broken', title: `“${title}” could not be restored`, topic: 'restore chat', error, undo })
        }
        await invalidate(client, [chatKeys.conversations])
      }
      const undo = { label: 'Undo', run: bringBack }
      notify({
        kind: 'ok',
        title: `“${title}” deleted`,
        topic: 'delete chat',
        ...(canBeBroughtBack(conversation) && { undo }),
      })
    },
    onError: (error) => notify({ kind: 'broken', title: 'The chat was not deleted', error }),
    meta: { invalidates: [chatKeys.conversations] },
  })
}

export function useDeleteAll(onDone: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.conversations.deleteAll(),
    onSuccess: async ({ message }) => {
      closeAllExchanges()
      for (const id of drafts.conversations()) drafts.remove(id)
      await removeAllDraftImages()
      onDone()
      await navigate({ to: '/chat', search: keepSearch, replace: true })
      client.removeQueries({ queryKey: chatKeys.conversation })
      notify({ kind: 'ok', title: message })
    },
    meta: { invalidates: [chatKeys.conversations] },
  })
}

const keepSearch = ({ q }: { readonly q?: string }) => (q === undefined ? {} : { q })

export const isGone = (error: unknown): boolean => error instanceof ApiError && error.code === 'session_not_found'

/** What is saved to have a deleted conversation again. */
const bodyToBringBack = ({ id, title, pinned, model, messages }: Conversation) => ({
  id,
  title,
  pinned,
  model,
  messages,
})

/** False where a conversation is too large to be saved at once, as with many images: deleting it is for good. */
const canBeBroughtBack = (conversation: Conversation): boolean =>
  new TextEncoder().encode(JSON.stringify(bodyToBringBack(conversation))).length <= limits.bodyBytes
