import type { FreshKey } from '@ollama-dashboard/contracts'
import { useBlocker } from '@tanstack/react-router'
import { Clock, History, Terminal, TriangleAlert, UserRound } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { narrowingLine } from '../../../../lib/access/narrowing-words.ts'
import { roleName } from '../../../../lib/access/roles.ts'
import { basePath } from '../../../../lib/api/base-path.ts'
import { formatDate, formatUntil } from '../../../../lib/format.ts'
import { Button } from '../../../../ui/button.tsx'
import { Command } from '../../../../ui/command.tsx'
import { Consequence } from '../../../../ui/consequence.tsx'
import { CopyButton } from '../../../../ui/copy-button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { isRotating } from '../key-list.ts'

export interface FreshKeyDialogProps {
  readonly fresh: FreshKey
  readonly onClose: () => void
}

/** A request that tells who the key is, and what it may do. */
const curlOf = (key: string): string =>
  `curl -H "Authorization: Bearer ${key}" ${location.origin}${basePath}/api/session`

/** Shows a key, once. Nothing closes it by a slip: who has not copied the key is asked first. */
export function FreshKeyDialog({ fresh, onClose }: FreshKeyDialogProps) {
  const { key, name, role, grant, expires_at, replaced_until } = fresh
  const [isCopied, setCopied] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const footer = useRef<HTMLDivElement>(null)
  const copied = () => {
    setCopied(true)
    setAsking(false)
  }
  useBlocker({
    disabled: isCopied,
    enableBeforeUnload: true,
    shouldBlockFn({ current, next }) {
      const isLeaving = current.pathname !== next.pathname
      if (isLeaving) setAsking(true)
      return isLeaving
    },
  })
  useEffect(() => {
    // Whoever pressed Enter on what closes would otherwise press it again.
    if (isAsking) footer.current?.querySelector<HTMLElement>('[data-copy] button')?.focus()
  }, [isAsking])
  return (
    <Dialog onClose={() => (isCopied ? onClose() : setAsking(!isAsking))} title={`The key for ${name}`}>
      <Command label="Copy key" onCopied={copied}>
        {key}
      </Command>
      <div className="flex gap-2.5 rounded-control bg-attention-soft px-3 py-2.5 text-ink forced-colors:border">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 flex-none text-attention-text" />
        <p>
          <strong className="font-strong text-ink-strong">Shown only now.</strong> The server keeps a hash of it, so
          nobody can look it up later. If it is lost, rotate or revoke it.
        </p>
      </div>
      <ul className="grid gap-2.5 text-ink-muted">
        <Consequence icon={UserRound}>
          {roleName(role)}
          {grant && `, narrowed to: ${narrowingLine(grant)}`}
        </Consequence>
        <Consequence icon={Clock}>
          {expires_at === null ? 'Until it is revoked' : `Until ${formatDate(expires_at)}, or until it is revoked`}
        </Consequence>
        {replaced_until !== null && isRotating(fresh, Date.now()) && (
          <Consequence icon={History}>
            The previous key works until {formatUntil(replaced_until, Date.now())}
          </Consequence>
        )}
        <Consequence icon={Terminal}>
          Paste it at sign in, or send it in the header{' '}
          <code className="text-small whitespace-nowrap text-ink-strong">Authorization: Bearer</code>
        </Consequence>
      </ul>
      <Command onCopied={copied}>{curlOf(key)}</Command>
      {isAsking && (
        <p role="alert" className="font-medium text-broken-text">
          The key was not copied. Once closed, it cannot be shown again.
        </p>
      )}
      <div ref={footer} className="flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={() => (isCopied || isAsking ? onClose() : setAsking(true))}>
          {isAsking ? 'Close without copying' : 'Done'}
        </Button>
        <span data-copy>
          <CopyButton text={key} look="primary" size="control" onCopied={copied}>
            Copy key
          </CopyButton>
        </span>
      </div>
    </Dialog>
  )
}
