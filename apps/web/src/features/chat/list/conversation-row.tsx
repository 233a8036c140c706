import type { ListedConversation } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { Download, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Status } from '../../../ui/status.tsx'
import { useIsRunning } from '../exchange/exchanges.ts'
import { conversationTime } from './conversation-groups.ts'
import { TitleField } from './title-field.tsx'
import { useExport } from './use-conversation-actions.ts'

export interface ConversationRowProps {
  readonly conversation: ListedConversation
  /** Its place in the list. */
  readonly index: number
  /** The Tab key comes to it. */
  readonly isTabStop: boolean
  readonly now: number
  readonly needsUpdate: Missing | null
  readonly needsDelete: Missing | null
  readonly onOpen: () => void
  readonly onPin: (id: string, pinned: boolean) => void
  readonly onDelete: (id: string) => void
}

export function ConversationRow({
  conversation,
  index,
  isTabStop,
  now,
  needsUpdate,
  needsDelete,
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
  const suffixOf = (needs: Missing | null) => (needs === null ? '' : ` ${needs.short}`)
  if (isRenaming) {
    const close = () => {
      setRenaming(false)
      requestAnimationFrame(() => menu.current?.focus())
    }
    return (
      <li className="mx-2">
        <TitleField conversation={conversation} onClose={close} />
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
          <MenuItem icon={pinned ? PinOff : Pin} disabled={needsUpdate !== null} onSelect={() => onPin(id, !pinned)}>
            {pinned ? 'Unpin' : 'Pin'}
            {suffixOf(needsUpdate)}
          </MenuItem>
          <MenuItem icon={Pencil} disabled={needsUpdate !== null} onSelect={() => setRenaming(true)}>
            Rename{suffixOf(needsUpdate)}
          </MenuItem>
          <MenuItem icon={Download} onSelect={() => exportChat(id)}>
            Export as Markdown
          </MenuItem>
          <MenuItem icon={Trash2} disabled={needsDelete !== null} onSelect={() => onDelete(id)}>
            Delete{suffixOf(needsDelete)}
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}
