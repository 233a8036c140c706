import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useMissing } from '../lib/api/use-permission.ts'
import { formatCount } from '../lib/format.ts'
import { sessionQuery } from '../lib/queries/server.ts'

export interface NarrowedNoteProps {
  /** Models that the key sees; null where the list has others too, which it cannot pull. */
  readonly count: number | null
}

/** For whom a list of models is not all there are: which of them the key sees. */
export function NarrowedNote({ count }: NarrowedNoteProps) {
  const { data: patterns } = useQuery({ ...sessionQuery, select: ({ grant }) => grant?.models })
  const needsPull = useMissing('models.pull')
  // Who pulls nothing is told that already.
  if (!patterns || (count === null && needsPull)) return null
  const seen = count === null ? 'models' : count === 1 ? '1 model' : `${count === 0 ? 'no' : formatCount(count)} models`
  return (
    <p className="flex items-start gap-2 text-ink-muted">
      <KeyRound aria-hidden className="mt-[3px] size-3.5 flex-none text-ink-faint" />
      <span className="min-w-0 wrap-anywhere">
        {count === null ? 'Your key can pull' : 'Your key sees'} {seen} that {count === 1 ? 'matches' : 'match'}{' '}
        <span className="font-mono text-small text-ink">{patterns.join(', ')}</span>
      </span>
    </p>
  )
}
