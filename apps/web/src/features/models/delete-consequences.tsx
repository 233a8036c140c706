import { useQuery } from '@tanstack/react-query'
import { Clock, Download, HardDrive, Layers, SlidersHorizontal, Square } from 'lucide-react'
import { useKeyName } from '../../lib/access/key-name.ts'
import { formatAgo, formatBytes, formatCount } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { statsQuery } from '../../lib/queries/system.ts'
import { InlineName } from '../../parts/model-name.tsx'
import { Consequence } from '../../ui/consequence.tsx'
import type { LastUse, WhatDeletingDoes } from './what-deleting-does.ts'

interface ConsequencesProps {
  readonly what: WhatDeletingDoes
  /** Whether it is about one model alone. */
  readonly isOne: boolean
}

/** What deleting models would do, a line each. */
export function DeleteConsequences({ what, isOne }: ConsequencesProps) {
  const { freed, size, running, sharedWith, lastUsed, settings } = what
  const { data: disk } = useQuery({ ...statsQuery, select: (stats) => stats.disk })
  return (
    <ul className="grid gap-2.5 text-ink-muted">
      <Consequence icon={HardDrive}>
        {freed !== null ? (
          <>
            Frees <b className="font-medium text-ink-strong">{formatBytes(freed)}</b>
            {disk && ` of ${formatBytes(disk.used)} in use`}
          </>
        ) : (
          `Frees up to ${formatBytes(size)} (some layers may be shared)`
        )}
      </Consequence>
      {sharedWith.length > 0 && (
        <Consequence icon={Layers}>
          Shared layers stay for{' '}
          {sharedWith.slice(0, 3).map((name, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <InlineName name={name} />
            </span>
          ))}
          {sharedWith.length > 3 && ` and ${sharedWith.length - 3} more`}
        </Consequence>
      )}
      {lastUsed && <LastUsed {...lastUsed} isOne={isOne} />}
      {running > 0 && (
        <Consequence icon={Square}>
          {isOne ? 'Loaded, will be unloaded first' : `${running} loaded, will be unloaded first`}
        </Consequence>
      )}
      {settings.removed > 0 && (
        <Consequence icon={SlidersHorizontal}>{settingsOf(settings.removed, isOne)} will be removed</Consequence>
      )}
      {settings.kept > 0 && (
        <Consequence icon={SlidersHorizontal}>
          {settingsOf(settings.kept, isOne)} stay, for the same model on another server
        </Consequence>
      )}
      <Consequence icon={Download}>
        To restore {isOne ? 'it' : 'them'} you must download {formatBytes(freed || size)} again
      </Consequence>
    </ul>
  )
}

/** Other programs may have used it since: only what goes through the dashboard is known. */
function LastUsed({ model, at, by, requests, others, isOne }: LastUse & Pick<ConsequencesProps, 'isOne'>) {
  const name = useKeyName(by)
  const who = name === '' ? '' : ` by ${name}`
  const ago = formatAgo(at, Math.max(useNow(), Date.parse(at) + 1000))
  return (
    <Consequence icon={Clock}>
      {isOne ? (
        `Last used in the dashboard ${ago}${who}, ${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'} in 30 days`
      ) : (
        <>
          <InlineName name={model} /> was used in the dashboard {ago}
          {who}
          {others > 0 && `, and ${others} of the others in the last 30 days`}
        </>
      )}
    </Consequence>
  )
}

const settingsOf = (count: number, isOne: boolean): string =>
  isOne ? 'Its saved settings' : `Saved settings of ${count === 1 ? '1 model' : `${count} models`}`
