import { memo } from 'react'
import { actionWords } from '../../../lib/access/action-words.ts'
import { formatCount } from '../../../lib/format.ts'
import { CopyIconButton } from '../../../ui/copy-button.tsx'
import { CardFact, CardFacts, FoldingCard } from '../../../ui/folding-card.tsx'
import { Status } from '../../../ui/status.tsx'
import { changesOf } from '../words/change-words.ts'
import { outcomeSentence, outcomeWords, roleWords, wayOf, whenWords, whoWords } from '../words/entry-words.ts'
import { EntryActions, factsOf, Value } from './entry-details.tsx'
import type { ShownEntryProps } from './entry-row.tsx'
import { EntryTarget, hasTarget } from './entry-target.tsx'

/** An entry where there is little room: what was done to what, when and by whom, the rest behind it. */
export const EntryCard = memo(function EntryCard({ entry, now, isOpen, unavailable, onToggle }: ShownEntryProps) {
  const { seq, time, actor, action, outcome } = entry
  const role = roleWords(actor)
  const way = wayOf(entry)
  const sentence = outcomeSentence(entry)
  const { word, status } = outcomeWords[outcome]
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast
      onToggle={() => onToggle(seq)}
      name={<span className="text-prose font-medium text-ink-strong">{actionWords(action)}</span>}
      mark={<Status kind={status}>{word}</Status>}
      line={
        <span className="col-span-2 grid min-w-0 gap-[3px] text-small leading-4.5 text-ink-muted tabular-nums">
          {hasTarget(entry) && <EntryTarget entry={entry} whole />}
          <span className="flex min-w-0 flex-wrap gap-x-3.5">
            <time dateTime={time}>{whenWords(time, now)}</time>
            <span className="wrap-anywhere">{whoWords(actor)}</span>
          </span>
        </span>
      }
    >
      {sentence !== null && <p className="px-(--pad) pb-3 wrap-anywhere text-ink-muted">{sentence}</p>}
      <CardFacts>
        {role !== null && <CardFact label="Role">{role}</CardFact>}
        {actor.address !== null && (
          <CardFact label="From">
            {actor.address}
            {way !== null && <span className="text-ink-faint">, {way}</span>}
          </CardFact>
        )}
        {changesOf(entry).map(({ field, label, before, after }) => (
          <CardFact key={field} label={label}>
            <span className="text-ink-muted">
              <Value text={before} />
            </span>{' '}
            to{' '}
            <span className="font-medium text-ink-strong">
              <Value text={after} />
            </span>
          </CardFact>
        ))}
        {factsOf(entry).map(({ label, text, copies }) => (
          <CardFact key={label} label={label}>
            {copies === undefined ? (
              text
            ) : (
              <span className="inline-flex items-center gap-1">
                <span className="font-mono text-small">{text}</span>
                <CopyIconButton
                  text={copies}
                  label={`Copy ${label.toLowerCase()} of entry ${formatCount(seq)}`}
                  size="small"
                  className="-my-1 -mr-1.5"
                />
              </span>
            )}
          </CardFact>
        ))}
      </CardFacts>
      <div className="flex flex-wrap gap-2 px-(--pad) pt-1 pb-3.5 *:flex-1">
        <EntryActions entry={entry} unavailable={unavailable} />
      </div>
    </FoldingCard>
  )
})
