import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { withMore } from '@ollama-dashboard/contracts/continued-reply'
import { Ellipsis, GitFork, RotateCw, Wrench } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { CopyIconButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { StatusMark } from '../../../ui/status.tsx'
import { useLoadState } from '../conversation/use-chat-models.ts'
import { type Exchange, useLiveReply } from '../exchange/exchanges.ts'
import { type ToolCalls as Calls, type LiveReply, thoughtMs, toolCallsOf } from '../exchange/live-reply.ts'
import { useMarkdown } from './markdown-part.ts'
import { FirstToken, MetricsLine, Rate } from './metrics-line.tsx'
import { Thinking } from './thinking.tsx'

/** One that is over, or one that comes: the same element, so that nothing is drawn anew when it is complete. */
export type ReplyProps = { readonly ending: ReactNode } & (
  | ({ readonly exchange: null } & SettledReply)
  | { readonly exchange: Exchange }
)

interface SettledReply {
  readonly message: ConversationMessage
  /** Who the conversation is with now. */
  readonly currentModel: string | null
  /** Over the text. */
  readonly notice: ReactNode
  /** Undefined where it is not the last one, or another is on its way. */
  readonly onAskAgain: (() => void) | undefined
  readonly onFork: (() => void) | undefined
  readonly needs: Missing | null
}

export function Reply(props: ReplyProps) {
  const live = useLiveReply(props.exchange?.conversation ?? null)
  const isRunning = props.exchange?.state === 'running'
  const begun = props.exchange?.continues
  const { content, thinking = '' } = props.exchange ? (begun ? withMore(begun, live) : live) : props.message
  const calls = props.exchange ? live.toolCalls : toolCallsOf(props.message)
  const isThinking = isRunning && live.answeredAt === null
  return (
    <article aria-label="Reply" className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5">
      {props.exchange ? null : props.notice}
      {thinking !== '' && (
        <Thinking
          text={thinking}
          ms={props.exchange ? exchangeThoughtMs(props.exchange, live) : (props.message.thinking_ms ?? null)}
          since={isThinking ? live.firstAt : null}
        />
      )}
      {content !== '' && <ReplyText text={content} isStreaming={isRunning} />}
      {calls.length > 0 && <ToolCalls calls={calls} />}
      {props.exchange ? (
        <>
          {props.ending}
          <LiveFoot exchange={props.exchange} reply={live} />
        </>
      ) : (
        <Foot {...props} />
      )}
    </article>
  )
}

/** Of a reply that is continued, how long its model thought before is known. */
function exchangeThoughtMs(exchange: Exchange, live: LiveReply): number | null {
  if (exchange.continues) return exchange.continues.thinking_ms ?? null
  return exchange.isJoined ? null : thoughtMs(live)
}

function LiveFoot({ exchange, reply }: { readonly exchange: Exchange; readonly reply: LiveReply }) {
  const { startedAt, isJoined } = exchange
  if (reply.firstAt !== null) return <SoFar reply={reply} firstTokenMs={isJoined ? null : reply.firstAt - startedAt} />
  return exchange.state === 'running' && <Waiting exchange={exchange} />
}

function Foot(props: SettledReply & Pick<ReplyProps, 'ending'>) {
  const { message, currentModel, ending, onAskAgain, onFork, needs } = props
  const { content, metrics = null, model = null } = message
  return (
    <MetricsLine metrics={metrics} model={model === currentModel ? null : model} lead={ending}>
      {content !== '' && <CopyIconButton text={content} label="Copy reply" size="small" />}
      {onAskAgain && <IconButton icon={RotateCw} size="small" label="Regenerate" needs={needs} onClick={onAskAgain} />}
      {onFork && (
        <Menu trigger={<IconButton icon={Ellipsis} size="small" label="Message actions" />}>
          <MenuItem icon={GitFork} onSelect={onFork}>
            Fork from here
          </MenuItem>
        </Menu>
      )}
    </MetricsLine>
  )
}

interface ReplyTextProps {
  readonly text: string
  readonly isStreaming: boolean
}

/** What a model said. Drawn anew only when it changed: a conversation has many. */
const ReplyText = memo(({ text, isStreaming }: ReplyTextProps) => {
  const Markdown = useMarkdown()
  return Markdown ? <Markdown text={text} isStreaming={isStreaming} /> : <Skeleton className="h-24" />
})

/** What the model wanted to have called, with what: nobody here calls it. */
const ToolCalls = ({ calls }: { readonly calls: Calls }) => (
  <ul aria-label="Tool calls" className="grid gap-1.5">
    {calls.map(({ id, function: { name, arguments: given } }, index) => (
      <li
        key={id ?? `${name} ${index}`}
        className="flex gap-2 rounded-control border border-line bg-sunken px-3 py-2 text-small"
      >
        <Wrench aria-hidden className="mt-0.5 size-3.5 flex-none text-ink-faint" />
        <code className="min-w-0 wrap-anywhere text-ink">
          <span className="text-ink-strong">{name}</span>({JSON.stringify(given)})
        </code>
      </li>
    ))}
  </ul>
)

/** A cold model has to be read into memory first, which may take a minute: better told than guessed at. */
function Waiting({ exchange: { model, startedAt } }: { readonly exchange: Exchange }) {
  const isLoaded = useLoadState(model) === 'loaded'
  const seconds = Math.max(0, Math.floor((useNow() - startedAt) / 1000))
  return (
    <p className="flex items-baseline gap-2 text-small font-medium text-accent-text tabular-nums">
      <StatusMark kind="working" className="motion-safe:animate-pulse" />
      <span className="min-w-0 wrap-anywhere">
        {isLoaded ? 'Processing prompt' : `Loading ${model}`}… {seconds} s
      </span>
    </p>
  )
}

/** What can be told of a reply before its end, as it is seen from here. */
const SoFar = ({ reply, firstTokenMs }: { readonly reply: LiveReply; readonly firstTokenMs: number | null }) => (
  <div className="flex min-h-6.5 flex-wrap items-center gap-x-3.5 text-small text-ink-faint tabular-nums [&_b]:font-medium [&_b]:text-ink-muted">
    {reply.rate !== null && <Rate tokensPerSecond={reply.rate} />}
    {firstTokenMs !== null && <FirstToken ms={firstTokenMs} />}
  </div>
)
