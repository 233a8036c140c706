import type { ModelActivity, RunningModel } from '@ollama-dashboard/contracts'
import { formatCount, formatSpan } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { ThinBar } from '../../ui/thin-bar.tsx'
import { Fact, Quiet, unknown } from './facts.tsx'

/** How much of its context an answering model has in use, and how fast it is. */
export function AnsweringFacts({
  model,
  activity,
}: {
  readonly model: RunningModel
  readonly activity: ModelActivity
}) {
  const { context_used: used, tokens_per_second: speed, requests } = activity
  const { allocated_context: allocated } = model
  const counted = `${requests === 1 ? '1 request' : `${formatCount(requests)} requests`} through the dashboard`
  return (
    <>
      {used === null || allocated === null ? (
        <ContextAllocated allocated={allocated} afterRestart={null} />
      ) : (
        <Fact
          term="Context in use"
          title="After the last finished reply; Ollama counts the tokens of a prompt at the end"
        >
          {formatCount(Math.min(used, allocated))} <Quiet>of {formatCount(allocated)}</Quiet>
          <ThinBar share={used / allocated} />
        </Fact>
      )}
      <Fact term="Speed now" title={counted}>
        {speed === null ? (
          <>
            {unknown} <Quiet>no tokens yet</Quiet>
          </>
        ) : (
          <>
            {speed.toFixed(1)} <Quiet>tokens/s</Quiet>
          </>
        )}
      </Fact>
    </>
  )
}

interface ContextAllocatedProps {
  readonly allocated: number | null
  /** Tokens, where a restart brings another context. */
  readonly afterRestart: number | null
}

export const ContextAllocated = ({ allocated, afterRestart }: ContextAllocatedProps) => (
  <Fact term="Context allocated">
    {allocated === null ? 'Loading…' : formatCount(allocated)}{' '}
    {allocated !== null && (
      <Quiet>{afterRestart === null ? 'tokens' : `→ ${formatCount(afterRestart)} on restart`}</Quiet>
    )}
  </Fact>
)

/** Null where nobody is known to have used it. */
export function LastUsed({ at }: { readonly at: string | null }) {
  const now = useNow()
  const seconds = at === null ? null : Math.max(0, (now - Date.parse(at)) / 1000)
  return (
    <Fact term="Last used" title="Through the dashboard, or seen by the unload time that Ollama reports">
      {seconds === null ? (
        unknown
      ) : seconds < 5 ? (
        'Just now'
      ) : (
        <>
          {formatSpan(Math.round(seconds))} <Quiet>ago</Quiet>
        </>
      )}
    </Fact>
  )
}
