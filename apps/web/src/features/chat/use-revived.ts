import type { ChatSession } from '@ollama-dashboard/contracts'
import { useEffect } from 'react'
import { readDraftImages, unsentImages } from './draft-images.ts'
import { drafts, useDraft } from './drafts.ts'
import { exchangeOf, reviveExchange } from './exchanges.ts'

/** A question that was sent and got no reply before the page was loaded anew is shown again, to be sent again. */
export function useRevived(id: string | null, session: ChatSession | undefined, model: string | null): void {
  const unsent = useDraft(id ?? '', 'unsent')
  const isReady = session !== undefined
  useEffect(() => {
    if (id === null || !isReady || model === null || !unsent || exchangeOf(id)) return
    let isWanted = true
    void readDraftImages(unsentImages(id)).then((images) => {
      if (!isWanted || drafts.of(id).unsent !== unsent) return
      const question = { content: unsent.text, images }
      reviveExchange({ session: id, model, question, keep: unsent.keep, startedAt: Date.now() })
    })
    return () => {
      isWanted = false
    }
  }, [id, isReady, model, unsent])
}
