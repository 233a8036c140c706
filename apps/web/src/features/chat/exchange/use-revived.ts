import { ApiError, TransportError } from '@ollama-dashboard/client'
import type { Conversation } from '@ollama-dashboard/contracts'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { letGoOfUnsent, readDraftImages, unsentImages } from '../composer/draft-images.ts'
import { drafts, type Unsent, useDraft } from '../composer/drafts.ts'
import { conversationQuery } from '../queries.ts'
import { isAskedElsewhere } from './asked-elsewhere.ts'
import { exchangeOf, reviveExchange } from './exchanges.ts'

/** A question that was sent and got no reply before the page was loaded anew is shown again, to be sent again. */
export function useRevived(id: string | null, conversation: Conversation | undefined, model: string | null): void {
  const client = useQueryClient()
  const unsent = useDraft(id ?? '', 'unsent')
  const isReady = conversation !== undefined
  useEffect(() => {
    if (id === null || !isReady || model === null || !unsent || exchangeOf(id)) return
    let isWanted = true
    const revive = async () => {
      if (await isAskedElsewhere(id)) return
      const left = drafts.unsentOf(id)
      if (!left) return
      const keep = await placeOf(client, id, left)
      const images = await readDraftImages(unsentImages(id))
      if (!isWanted) return
      if (keep === null) return letGoOfUnsent(id)
      const question = { content: left.text, images }
      reviveExchange({
        conversation: id,
        model,
        question,
        keep,
        replaces: left.replaces === true,
        startedAt: Date.now(),
      })
    }
    // Where the conversation cannot be read either, the page says so, and the question stays for the next time.
    revive().catch((error) => {
      if (!(error instanceof ApiError) && !(error instanceof TransportError)) reportError(error)
    })
    return () => {
      isWanted = false
    }
  }, [client, id, isReady, model, unsent])
}

/** How many messages stand before a question that this browser holds on to; null where the server keeps it too. */
async function placeOf(client: QueryClient, id: string, { keep, text, replaces }: Unsent): Promise<number | null> {
  const { messages } = await client.fetchQuery({ ...conversationQuery(id), staleTime: 0 })
  const there = messages[keep]
  if (there?.role === 'user' && there.content === text) return null
  return replaces ? keep : messages.length
}
