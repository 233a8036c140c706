import type { LiveReply } from '../exchange/live-reply.ts'
import { FirstToken, Rate } from './metrics-line.tsx'

/** What can be told of a reply before its end, as it is seen from here. */
export const SoFar = ({ reply, firstTokenMs }: { readonly reply: LiveReply; readonly firstTokenMs: number }) => (
  <div className="flex min-h-[26px] flex-wrap items-center gap-x-3.5 text-small text-ink-faint tabular-nums [&_b]:font-medium [&_b]:text-ink-muted">
    {reply.rate !== null && <Rate tokensPerSecond={reply.rate} />}
    <FirstToken ms={firstTokenMs} />
  </div>
)
