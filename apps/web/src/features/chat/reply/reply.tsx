import type { SessionMessage } from '@ollama-dashboard/contracts'
import { Ellipsis, GitFork, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyIconButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { type Exchange, useLiveReply } from '../exchange/exchanges.ts'
import { type LiveReply, thoughtMs, toolCallsOf } from '../exchange/live-reply.ts'
import { MetricsLine } from './metrics-line.tsx'
import { ReplyText } from './reply-text.tsx'
import { SoFar } from './so-far.tsx'
import { Thinking } from './thinking.tsx'
import { ToolCalls } from './tool-calls.tsx'
import { Waiting } from './waiting.tsx'

/** One that is over, or one that comes: the same element, so that nothing is drawn anew when it is complete. */
export type ReplyProps = { readonly ending: ReactNode } & (
  | ({ readonly exchange: null } & SettledReply)
  | { readonly exchange: Exchange }
)

interface SettledReply {
  readonly message: SessionMessage
  readonly thoughtMs: number | null
  /** Who the conversation is with now. */
  readonly currentModel: string | null
  /** Over the text. */
  readonly notice: ReactNode
  /** Undefined where it is not the last one, or another is on its way. */
  readonly onAskAgain: (() => void) | undefined
  readonly onFork: (() => void) | undefined
  readonly needs: string | null
}

export function Reply(props: ReplyProps) {
  const live = useLiveReply(props.exchange?.session ?? null)
  const isRunning = props.exchange?.state === 'running'
  const { content, thinking = '' } = props.exchange ? live : props.message
  const calls = props.exchange ? live.toolCalls : toolCallsOf(props.message)
  const isThinking = isRunning && live.answeredAt === null
  return (
    <article aria-label="Reply" className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5">
      {props.exchange ? null : props.notice}
      {thinking !== '' && (
        <Thinking
          text={thinking}
          ms={props.exchange ? thoughtMs(live) : props.thoughtMs}
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

function LiveFoot({ exchange, reply }: { readonly exchange: Exchange; readonly reply: LiveReply }) {
  if (reply.firstAt !== null) return <SoFar reply={reply} firstTokenMs={reply.firstAt - exchange.startedAt} />
  return exchange.state === 'running' && <Waiting exchange={exchange} />
}

function Foot(props: SettledReply & Pick<ReplyProps, 'ending'>) {
  const { message, currentModel, ending, onAskAgain, onFork, needs } = props
  const { content, metrics = null, model = null } = message
  return (
    <MetricsLine metrics={metrics} model={model === currentModel ? null : model} lead={ending}>
      {content !== '' && <CopyIconButton text={content} label="Copy the reply" size="small" />}
      {onAskAgain && <IconButton icon={RotateCw} size="small" label="Ask again" needs={needs} onClick={onAskAgain} />}
      {onFork && (
        <Menu trigger={<IconButton icon={Ellipsis} size="small" label="What to do with this reply" />}>
          <MenuItem icon={GitFork} onSelect={onFork}>
            Fork from here
          </MenuItem>
        </Menu>
      )}
    </MetricsLine>
  )
}
