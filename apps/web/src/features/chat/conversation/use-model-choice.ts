import type { Conversation } from '@ollama-dashboard/contracts'
import { getRouteApi } from '@tanstack/react-router'
import { drafts, newChat, useDraft } from '../composer/drafts.ts'
import { rememberModel, useUsualModel } from './use-chat-models.ts'

const route = getRouteApi('/chat')

/** Who a chat is with: as somebody chose, as it was, or as usual. */
export function useModelChoice(id: string | null, conversation: Conversation | undefined) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const usual = useUsualModel()
  const chosen = useDraft(id ?? newChat, 'model')
  const model = (id === null ? (search.model ?? usual) : (chosen ?? conversation?.model)) ?? null
  const pick = (next: string) => {
    rememberModel(next)
    if (id !== null) drafts.set(id, { model: next })
    else void navigate({ to: '/chat', replace: true, resetScroll: false, search: (now) => ({ ...now, model: next }) })
  }
  return { model, pick }
}
