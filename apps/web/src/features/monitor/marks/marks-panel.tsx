import clsx from 'clsx'
import { useState } from 'react'
import { Panel } from '../../../ui/panel.tsx'
import type { Span } from '../period.ts'
import { pointAt } from '../plot/crosshair.ts'
import { percentOf } from '../plot/percent-of.ts'
import { momentWords } from '../plot/time-words.ts'
import { Track, Tracks } from '../tracks/tracks.tsx'
import { trackItem, trackItemTouch } from '../tracks/use-track-keys.ts'
import { type MarkGroup, markGroups } from './mark-groups.ts'
import { MarkIcon } from './mark-icon.tsx'
import type { Mark } from './mark-words.ts'
import { MarksTable } from './marks-table.tsx'

export interface MarksPanelProps {
  readonly marks: readonly Mark[]
  readonly span: Span
  readonly isTable: boolean
}

/** What happened meanwhile: new versions, restarts, alerts and reloads, as the charts mark it. */
export function MarksPanel({ marks, span, isTable }: MarksPanelProps) {
  const [chosenId, setChosenId] = useState<string | null>(null)
  const groups = markGroups(marks, span)
  const words = momentWords(span, 1)
  // Until one is chosen, the newest is told.
  const chosen = groups.find(({ marks }) => marks.some(({ id }) => id === chosenId)) ?? groups.at(-1)
  const count = groups.reduce((sum, group) => sum + group.marks.length, 0)
  return (
    <Panel
      title="Events"
      aside={<p className="text-small text-ink-muted">new versions, restarts, reloads and alerts</p>}
    >
      {!chosen && <p className="px-(--pad) py-3 text-ink-muted">None of these in this period.</p>}
      {chosen && isTable && <MarksTable marks={groups.flatMap((group) => group.marks)} />}
      {chosen && !isTable && (
        <div className="px-(--pad) pt-2.5 pb-2.5">
          <Tracks label="Events over time" span={span}>
            <Track name="Events" label={<span className="text-ink-muted">{count} in this period</span>}>
              {groups.map((group) => (
                <MarkButton
                  key={group.marks[0]?.id}
                  group={group}
                  left={percentOf(span, group.at)}
                  isChosen={group === chosen}
                  words={words}
                  onChoose={() => setChosenId(group.marks[0]?.id ?? null)}
                />
              ))}
            </Track>
          </Tracks>
          <MarksTold group={chosen} words={words} />
        </div>
      )}
    </Panel>
  )
}

interface MarkButtonProps {
  readonly group: MarkGroup
  /** Percent of the axis. */
  readonly left: number
  readonly isChosen: boolean
  readonly words: (ms: number) => string
  readonly onChoose: () => void
}

function MarkButton({ group: { at, marks }, left, isChosen, words, onChoose }: MarkButtonProps) {
  const worst =
    marks.find(({ tone }) => tone === 'broken') ?? marks.find(({ tone }) => tone === 'attention') ?? marks[0]
  if (!worst) return null
  const told = marks.map(({ title, facts }) => [title, ...facts].join(', ')).join('; ')
  return (
    <button
      type="button"
      {...trackItem}
      tabIndex={isChosen ? 0 : -1}
      // The number that stands on it is a part of its name, for those who say what they see.
      aria-label={`${words(at * 1000)}: ${marks.length > 1 ? `${marks.length} events: ` : ''}${told}`}
      onFocus={() => {
        onChoose()
        pointAt(at)
      }}
      onPointerEnter={onChoose}
      onClick={onChoose}
      style={{ left: `${left}%` }}
      className={clsx(
        'absolute top-1/2 grid h-5 min-w-5 -translate-x-1/2 -translate-y-1/2 grid-flow-col place-items-center gap-0.5 rounded-full px-1 text-tiny font-medium shadow-raise',
        isChosen ? 'bg-raised' : 'bg-panel',
        tones[worst.tone],
        trackItemTouch,
      )}
    >
      <MarkIcon kind={worst.kind} />
      {marks.length > 1 && marks.length}
    </button>
  )
}

const tones = { plain: 'text-ink-muted', attention: 'text-attention-text', broken: 'text-broken-text' } as const

const toldAtMost = 4

interface MarksToldProps {
  readonly group: MarkGroup
  readonly words: (ms: number) => string
}

const MarksTold = ({ group: { marks }, words }: MarksToldProps) => (
  <ul className="grid gap-1 pt-1.5 text-small text-ink-muted">
    {marks.slice(0, toldAtMost).map((mark) => (
      <li key={mark.id} className="flex min-w-0 items-start gap-2">
        <MarkIcon kind={mark.kind} className={`mt-0.5 ${tones[mark.tone]}`} />
        <span className="min-w-0 wrap-anywhere">
          <span className="tabular-nums">{words(mark.at * 1000)}</span>{' '}
          <span className="font-medium text-ink-strong">{mark.title}</span>
          {mark.facts.map((fact) => ` · ${fact}`)}
        </span>
      </li>
    ))}
    {marks.length > toldAtMost && <li className="text-ink-faint">and {marks.length - toldAtMost} more: zoom in.</li>}
  </ul>
)
