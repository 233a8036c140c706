import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sessionQuery } from '../../lib/queries/server.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { messageField } from './composer/composer.tsx'
import { drafts } from './composer/drafts.ts'
import { ConversationView } from './conversation/conversation-view.tsx'
import { ConversationList } from './list/conversation-list.tsx'

/** Chats at the side, one of them in the middle. */
export function ChatPage() {
  const { id } = useParams({ strict: false })
  const { data: owner } = useQuery({ ...sessionQuery, select: ({ key_id }) => key_id ?? '' })
  const [isListOpen, setListOpen] = useState(false)
  useEffect(() => {
    if (owner !== undefined) drafts.ownedBy(owner)
  }, [owner])
  return (
    <div className="flex min-w-0 flex-1">
      <button
        type="button"
        onClick={() => document.getElementById(messageField)?.focus()}
        className="sr-only rounded-control bg-primary text-primary-contrast focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
      >
        Skip to message
      </button>
      <aside aria-label="Chats" className="w-66 flex-none border-r border-line phone:hidden">
        <div className="sticky top-(--bar) flex h-[min(100%,calc(100dvh-var(--bar)))] scroll-pt-14 flex-col overflow-y-auto">
          <ConversationList onOpen={() => {}} />
        </div>
      </aside>
      <ConversationView id={id ?? null} onOpenList={() => setListOpen(true)} />
      {isListOpen && (
        <Dialog onClose={() => setListOpen(false)} title="Chats" hideTitle pad={false} place="side">
          <div className="flex flex-1 scroll-pt-17 flex-col overflow-y-auto">
            <ConversationList onOpen={() => setListOpen(false)} onClose={() => setListOpen(false)} />
          </div>
        </Dialog>
      )}
    </div>
  )
}
