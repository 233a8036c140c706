import type { ConversationSummary } from '@ollama-dashboard/contracts'
import { useParams } from '@tanstack/react-router'
import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import { useListFocus } from '../../../lib/hooks/use-list-focus.ts'

const page = 8

/** The focus in the list of chats: arrow keys move it within, and the list is one stop of the Tab key. */
export function useConversationFocus(
  rows: RefObject<HTMLElement | null>,
  conversations: readonly ConversationSummary[],
) {
  const { id: shown } = useParams({ strict: false })
  const [focused, setFocused] = useState<string | undefined>()
  const { onFocus, onKeyDown } = useListFocus({
    rows,
    count: conversations.length,
    page,
    target: 'a',
    scrollTo: () => {},
  })
  return {
    /** Where somebody was last, or what is shown. */
    tabStop: [focused, shown, conversations[0]?.id].find((id) =>
      conversations.some((conversation) => conversation.id === id),
    ),
    onFocus(event: FocusEvent) {
      onFocus(event)
      setFocused(event.target.closest<HTMLElement>('[data-conversation]')?.dataset['conversation'])
    },
    onKeyDown(event: KeyboardEvent) {
      // A menu and the field for a new title have arrow keys of their own.
      if (event.target instanceof HTMLAnchorElement) onKeyDown(event)
    },
  }
}
