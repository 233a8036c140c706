import type { Conversation, ListedConversation } from '@ollama-dashboard/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { MessagesSquare, SearchX, SquarePen, Trash2, X } from 'lucide-react'
import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { conversationsQuery } from '../queries.ts'
import { groupConversations } from './conversation-groups.ts'
import { ConversationRow } from './conversation-row.tsx'
import { DeleteAllDialog, DeleteForGoodDialog } from './delete-dialogs.tsx'
import { useDelete, usePin } from './use-conversation-actions.ts'
import { useConversationFocus } from './use-conversation-focus.ts'

const route = getRouteApi('/chat')
const minuteMs = 60_000

export interface ConversationListProps {
  /** Somebody has chosen one, or a new chat. */
  readonly onOpen: () => void
  /** Where it lies over the page. */
  readonly onClose?: () => void
}

/** The chats of this key, the pinned ones first, then newest first, page by page. */
export function ConversationList({ onOpen, onClose }: ConversationListProps) {
  const { q } = route.useSearch()
  // Not the route's own, for which here is the chat that has not begun.
  const navigate = useNavigate()
  const needsUpdate = useMissing('conversations.update')
  const needsDelete = useMissing('conversations.get', 'conversations.delete')
  const needsDeleteAll = useMissing('conversations.deleteAll')
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    conversationsQuery(q),
  )
  const [dialog, setDialog] = useState<'all' | Conversation | null>(null)
  const { mutate: remove } = useDelete(setDialog)
  const { mutate: pin } = usePin()
  const now = useNow(minuteMs)
  const conversations = data?.pages.flatMap((page) => page.sessions) ?? []
  const more = useInSight(() => void fetchNextPage())
  const search = (next: string | undefined) =>
    void navigate({
      to: '.',
      replace: true,
      resetScroll: false,
      search: ({ q: _, ...now }) => (next === undefined ? now : { ...now, q: next }),
    })
  const list = useRef<HTMLDivElement>(null)
  const { tabStop, ...focusHandlers } = useConversationFocus(list, conversations)
  const moving = useRef<Pick<ListedConversation, 'id' | 'pinned'> | null>(null)
  useEffect(() => {
    // A row that was pinned or unpinned stands in another group, as a new one: the focus goes with it.
    const row = moving.current
    const isIt = ({ id, pinned }: ListedConversation) => id === row?.id && pinned === row.pinned
    if (!row || !data?.pages.some(({ sessions }) => sessions.some(isIt))) return
    moving.current = null
    if (document.activeElement !== document.body) return
    list.current?.querySelector<HTMLElement>(`[data-conversation="${row.id}"] button`)?.focus()
  }, [data])
  const onDelete = (id: string) => {
    const index = conversations.findIndex((conversation) => conversation.id === id)
    // The row that had the focus is gone: the one in its place has it then.
    const keepFocus = () => {
      if (document.activeElement !== document.body) return
      const links = [...(list.current?.querySelectorAll<HTMLElement>('li a') ?? [])]
      links[Math.min(index, links.length - 1)]?.focus()
    }
    remove({ id }, { onSettled: keepFocus })
  }

  const onPin = (id: string, pinned: boolean) => {
    moving.current = { id, pinned }
    pin({ id, pinned })
  }

  return (
    <>
      <div className="sticky top-0 z-[1] flex gap-2 bg-background p-3">
        <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
          <TextFilter label="Search chats" value={q} onChange={search} />
        </div>
        <Link
          to="/chat"
          activeOptions={{ exact: true }}
          search={q === undefined ? {} : { q }}
          onClick={onOpen}
          title="New chat"
          aria-label="New chat"
          className="touch-target grid size-(--control) flex-none place-items-center rounded-control bg-raised text-ink-muted shadow-raise hover:bg-hover hover:text-ink-strong phone:size-11"
        >
          <SquarePen aria-hidden className="size-4" />
        </Link>
        {onClose && <IconButton icon={X} label="Close" className="-mr-2 phone:size-11" onClick={onClose} />}
      </div>
      {!data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="px-3" />
      )}
      {!data && !error && <SkeletonConversations />}
      {data && conversations.length === 0 && (
        <Empty
          icon={q === undefined ? MessagesSquare : SearchX}
          title={q === undefined ? 'No chats yet' : 'No matching chats'}
        >
          {q === undefined ? 'Chats are saved on this server.' : 'The search covers titles and messages.'}
        </Empty>
      )}
      <div ref={list} {...focusHandlers}>
        {groupConversations(conversations, now).map(({ heading, conversations: those }) => (
          <section key={heading} aria-label={heading} className="pb-1">
            <h3 className="px-4 pt-2.5 pb-1 text-tiny font-medium text-ink-faint">{heading}</h3>
            <ul className="grid gap-px">
              {those.map((conversation) => (
                <ConversationRow
                  key={conversation.id}
                  index={conversations.indexOf(conversation)}
                  isTabStop={conversation.id === tabStop}
                  conversation={conversation}
                  now={now}
                  needsUpdate={needsUpdate}
                  needsDelete={needsDelete}
                  onOpen={onOpen}
                  onPin={onPin}
                  onDelete={onDelete}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {hasNextPage && (
        <div ref={more} className="px-3 py-2">
          <Button size="small" look="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Show more'}
          </Button>
        </div>
      )}
      {data && conversations.length > 0 && q === undefined && (
        // At the end of the column, behind a line: not one more row under the last chat.
        <div className="sticky bottom-0 mt-auto border-t border-line bg-background px-2 py-2">
          <Button size="small" look="quiet" icon={Trash2} needs={needsDeleteAll} onClick={() => setDialog('all')}>
            Delete all
          </Button>
        </div>
      )}
      {dialog === 'all' && <DeleteAllDialog onClose={() => setDialog(null)} />}
      {dialog !== null && dialog !== 'all' && (
        <DeleteForGoodDialog
          title={dialog.title}
          onClose={() => setDialog(null)}
          onDelete={() => {
            setDialog(null)
            remove({ id: dialog.id, isFinal: true })
          }}
        />
      )}
    </>
  )
}

function useInSight(onSight: () => void): RefCallback<Element> {
  // The element comes and goes with the pages; each time it is watched anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is called as it was when the element came
  return useCallback((element: Element | null) => {
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSight())
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
}

const SkeletonConversations = () => (
  <div role="status" aria-label="Loading" className="grid gap-4 px-4 py-3">
    {['w-4/5', 'w-3/5', 'w-2/3', 'w-1/2'].map((width) => (
      <div key={width} className="grid gap-1.5">
        <Skeleton className={`h-3 ${width}`} />
        <Skeleton className="h-2.5 w-1/3" />
      </div>
    ))}
  </div>
)
