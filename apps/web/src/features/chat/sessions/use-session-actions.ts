import { ApiError } from '@ollama-dashboard/client'
import type { ChatSession } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api } from '../../../lib/api/api.ts'
import { invalidate } from '../../../lib/api/invalidate.ts'
import { notify } from '../../../lib/notices.ts'
import { chatKeys } from '../../../lib/queries/keys.ts'
import { removeAllDraftImages, removeDraftImages } from '../composer/draft-images.ts'
import { drafts } from '../composer/drafts.ts'
import { closeAllExchanges, closeExchange, stopExchange } from '../exchange/exchanges.ts'
import { chatSessionQuery } from '../queries.ts'

export function useRename() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, title }: { readonly id: string; readonly title: string }) =>
      api.chat.renameSession({ params: { id }, body: { title } }),
    onSuccess: ({ id, title }) =>
      client.setQueryData(chatSessionQuery(id).queryKey, (known) => known && { ...known, title }),
    onError: (error) => notify({ kind: 'broken', title: 'The chat was not renamed', error }),
    meta: { invalidates: [chatKeys.sessions] },
  })
}

interface Deleting {
  readonly id: string
  /** Somebody has agreed that it is gone for good. */
  readonly isFinal?: boolean
}

/** Deletes a session, and can bring it back; one that cannot be is handed to `onAsk` first. */
export function useDelete(onAsk: (session: ChatSession) => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id: shown } = useParams({ strict: false })
  return useMutation({
    mutationFn: async ({ id, isFinal = false }: Deleting) => {
      const session = await api.chat.session({ params: { id } })
      if (!canBeBroughtBack(session) && !isFinal) return { session, isDeleted: false }
      stopExchange(id)
      await api.chat.deleteSession({ params: { id } })
      return { session, isDeleted: true }
    },
    onSuccess: async ({ session, isDeleted }) => {
      if (!isDeleted) return onAsk(session)
      const { id, title } = session
      const draft = drafts.of(id)
      drafts.remove(id)
      closeExchange(id)
      const putImagesBack = await removeDraftImages(id)
      if (id === shown) await navigate({ to: '/chat', search: keepSearch, replace: true })
      client.removeQueries({ queryKey: chatSessionQuery(id).queryKey })
      const bringBack = async () => {
        try {
          await api.chat.saveSession({ body: bodyToBringBack(session) })
          drafts.set(id, draft)
          putImagesBack()
        } catch (error) {
          notify({ kind: 'broken', title: `“${title}” could not be restored`, error, undo })
        }
        await invalidate(client, [chatKeys.sessions])
      }
      const undo = { label: 'Undo', run: () => void bringBack() }
      notify({ kind: 'ok', title: `“${title}” deleted`, ...(canBeBroughtBack(session) && { undo }) })
    },
    onError: (error) => notify({ kind: 'broken', title: 'The chat was not deleted', error }),
    meta: { invalidates: [chatKeys.sessions] },
  })
}

export function useDeleteAll(onDone: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.chat.deleteHistory(),
    onSuccess: async ({ message }) => {
      closeAllExchanges()
      for (const id of drafts.sessions()) drafts.remove(id)
      await removeAllDraftImages()
      onDone()
      await navigate({ to: '/chat', search: keepSearch, replace: true })
      client.removeQueries({ queryKey: chatKeys.session })
      notify({ kind: 'ok', title: message })
    },
    meta: { invalidates: [chatKeys.sessions] },
  })
}

const keepSearch = ({ q }: { readonly q?: string }) => (q === undefined ? {} : { q })

export const isGone = (error: unknown): boolean => error instanceof ApiError && error.code === 'session_not_found'

/** What is saved to have a deleted session again. */
const bodyToBringBack = ({ id, title, model, messages }: ChatSession) => ({ id, title, model, messages })

/** False where a session is too large to be saved at once, as with many images: deleting it is for good. */
const canBeBroughtBack = (session: ChatSession): boolean =>
  new TextEncoder().encode(JSON.stringify(bodyToBringBack(session))).length <= limits.bodyBytes
