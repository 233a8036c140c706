import type { ListedConversation } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { Download, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Status } from '../../../ui/status.tsx'
import { useIsRunning } from '../exchange/exchanges.ts'
import { conversationTime } from './conversation-groups.ts'
import { useExport, useRename } from './use-conversation-actions.ts'

export interface ConversationRowProps {
  readonly conversation: ListedConversation
  /** Its place in the list. */
  readonly index: number
  /** The Tab key comes to it. */
  readonly isTabStop: boolean
  readonly now: number
  readonly needs: string | null
  readonly onOpen: () => void
  readonly onPin: (id: string, pinned: boolean) => void
  readonly onDelete: (id: string) => void
}

export function ConversationRow({
  conversation,
  index,
  isTabStop,
  now,
  needs,
  onOpen,
  onPin,
  onDelete,
}: ConversationRowProps) {
  const { id, title, model, updated_at, pinned, passage } = conversation
  const [isRenaming, setRenaming] = useState(false)
  const menu = useRef<HTMLButtonElement>(null)
  const isRunning = useIsRunning(id)
  const { mutate: exportChat } = useExport()
  const tabIndex = isTabStop ? 0 : -1
  const suffix = needs === null ? '' : ` needs ${needs}`
  if (isRenaming) {
    const close = () => {
      setRenaming(false)
      requestAnimationFrame(() => menu.current?.focus())
    }
    return (
      <li className="mx-2">
        <TitleField id={id} title={title} onClose={close} />
      </li>
    )
  }
  return (
    <li data-index={index} data-conversation={id} className="group/conversation relative mx-2">
      <Link
        to="/chat/$id"
        params={{ id }}
        search={({ q }) => (q === undefined ? {} : { q })}
        resetScroll={false}
        onClick={onOpen}
        tabIndex={tabIndex}
        className="grid min-h-11 grid-cols-[minmax(0,1fr)] content-center rounded-control px-2 py-[7px] hover:bg-hover aria-[current=page]:bg-raised aria-[current=page]:shadow-raise [&[aria-current=page]_.conversation-title]:font-medium [&[aria-current=page]_.conversation-title]:text-ink-strong"
      >
        <span className="conversation-title truncate group-focus-within/conversation:pr-6 group-hover/conversation:pr-6 group-has-aria-expanded/conversation:pr-6 pointer-coarse:pr-10">
          {title}
        </span>
        {passage && (
          <span className="truncate text-small text-ink-muted">
            {passage.before}
            <mark className="bg-transparent font-medium text-accent-text">{passage.match}</mark>
            {passage.after}
          </span>
        )}
        <span className="flex min-w-0 items-center gap-1.5 text-tiny text-ink-faint">
          <IdentityMark name={model} className="size-1.75!" />
          <ModelName
            name={model}
            className="flex-1 font-sans text-tiny font-normal text-ink-faint [&_.model-namespace]:hidden [&_span]:text-ink-faint"
          />
          {isRunning ? (
            <Status kind="working">replying</Status>
          ) : (
            <time dateTime={updated_at} className="flex-none tabular-nums">
              {conversationTime(updated_at, now)}
            </time>
          )}
        </span>
      </Link>
      <span
        className={clsx(
          'absolute top-1 right-1 rounded-control bg-hover opacity-0 group-focus-within/conversation:opacity-100 group-hover/conversation:opacity-100 has-aria-expanded:opacity-100',
          'pointer-coarse:bg-transparent pointer-coarse:opacity-100',
        )}
      >
        <Menu
          trigger={
            <IconButton ref={menu} tabIndex={tabIndex} icon={Ellipsis} size="small" label={`Actions for ${title}`} />
          }
        >
          <MenuItem icon={pinned ? PinOff : Pin} disabled={needs !== null} onSelect={() => onPin(id, !pinned)}>
            {pinned ? 'Unpin' : 'Pin'}
            {suffix}
          </MenuItem>
          <MenuItem icon={Pencil} disabled={needs !== null} onSelect={() => setRenaming(true)}>
            Rename{suffix}
          </MenuItem>
          <MenuItem icon={Download} onSelect={() => exportChat(id)}>
            Export as Markdown
          </MenuItem>
          <MenuItem icon={Trash2} disabled={needs !== null} onSelect={() => onDelete(id)}>
            Delete{suffix}
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}

/** The one thing that whoever chose to rename goes on to do. The same function each time: it is called once. */
const selectAll = (field: HTMLInputElement | null): void => field?.select()

interface TitleFieldProps {
  readonly id: string
  readonly title: string
  readonly onClose: () => void
}

function TitleField({ id, title, onClose }: TitleFieldProps) {
  const [text, setText] = useState(title)
  const { mutate } = useRename()
  const isOver = useRef(false)
  const end = (next: string) => {
    // Leaving the field is the way out of Enter and Escape too.
    if (isOver.current) return
    isOver.current = true
    if (next !== '' && next !== title) mutate({ id, title: next })
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) end(text.trim())
    if (event.key !== 'Escape') return
    event.stopPropagation()
    end(title)
  }
  return (
    <input
      ref={selectAll}
      type="text"
      aria-label={`New title of ${title}`}
      maxLength={limits.titleLength}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(text.trim())}
      className="h-11 w-full rounded-control border border-accent bg-field px-2 text-ink-strong shadow-[0_0_0_3px_var(--accent-soft)] outline-none"
    />
  )
}
