import { useEffect, useRef, useState } from 'react'
import type { Exchange } from '../exchange/exchanges.ts'

export interface AnnouncementProps {
  readonly conversation: string | null
  readonly exchange: Exchange | null
  /** The last reply of the conversation was not complete. */
  readonly wasInterrupted: boolean
}

/** Tells who does not see the page that a reply begins and ends. What it says is read when one goes there. */
export function Announcement({ conversation, exchange, wasInterrupted }: AnnouncementProps) {
  const [text, setText] = useState('')
  const before = useRef<Exchange | null>(null)
  useEffect(() => {
    // What becomes of another chat is not told here.
    const last = before.current?.conversation === conversation ? before.current : null
    before.current = exchange
    const next = textOf(last, exchange, wasInterrupted)
    if (next !== null) setText(next)
  }, [conversation, exchange, wasInterrupted])
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  )
}

/** Null where nothing has happened that is to be told. Failures tell themselves. */
function textOf(last: Exchange | null, exchange: Exchange | null, wasInterrupted: boolean): string | null {
  if (exchange?.state === 'running') {
    if (exchange.startedAt !== last?.startedAt) {
      if (exchange.isJoined) return `${exchange.model} is responding.`
      return exchange.continues ? `${exchange.model} continues.` : `Message sent to ${exchange.model}.`
    }
    return exchange.hasBegun && !last.hasBegun ? `${exchange.model} is responding.` : null
  }
  if (exchange?.state === 'stopped' && last?.state === 'running') return 'Message cancelled.'
  if (!exchange && last?.hasBegun) return wasInterrupted ? 'Response stopped.' : 'Response complete.'
  return null
}
