import type { Residency } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import { MemoryStick } from 'lucide-react'
import { useState } from 'react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { identityStyle, useIdentity } from '../../../lib/models/model-identity.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Span } from '../period.ts'
import { momentWords } from '../plot/time-words.ts'
import { Track, Tracks } from '../tracks/tracks.tsx'
import { ResidencyBar } from './residency-bar.tsx'
import { type ResidencyBlock, type ResidencyRow, residencyRows } from './residency-rows.ts'
import { ResidencyTable } from './residency-table.tsx'
import { factWords, whenWords } from './residency-words.ts'

export interface ResidencyPanelProps {
  readonly residency: Residency
  readonly span: Span
  readonly isTable: boolean
}

const rowsAtFirst = 8

/** Which models were in memory when. */
export function ResidencyPanel({ residency, span, isTable }: ResidencyPanelProps) {
  const [isWhole, setWhole] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const now = Date.parse(residency.to) / 1000
  const rows = residencyRows(residency.spans, span, now)
  const shown = isWhole ? rows : rows.slice(0, rowsAtFirst)
  if (rows.length === 0) {
    return (
      <Panel title="In memory">
        <Empty icon={MemoryStick} title="No model was in memory">
          What is loaded, and for how long, shows here.
        </Empty>
      </Panel>
    )
  }
  if (isTable) {
    return (
      <Panel title="In memory">
        <ResidencyTable spans={residency.spans} span={span} now={now} />
      </Panel>
    )
  }
  const words = momentWords(span, 1)
  return (
    <Panel title="In memory" end={<LoadingKey />}>
      <div className="px-(--pad) pt-2.5 pb-2">
        <Tracks label="Models in memory over time" span={span}>
          {shown.map((row, place) => (
            <Row key={row.model} row={row} span={span} isFirst={place === 0} now={now} onChoose={setChosen} />
          ))}
        </Tracks>
        <Told chosen={chosen} words={words} now={now} />
        {rows.length > shown.length && (
          <Button size="small" look="quiet" onClick={() => setWhole(true)}>
            Show all {rows.length} models
          </Button>
        )}
      </div>
    </Panel>
  )
}

interface Chosen {
  readonly model: string
  readonly block: ResidencyBlock
}

const LoadingKey = () => (
  <span className="flex items-center gap-1.5">
    <span aria-hidden className="hatched-strong h-2.25 w-4 rounded-[2px] forced-color-adjust-none" />
    loading
  </span>
)

interface RowProps {
  readonly row: ResidencyRow
  readonly span: Span
  readonly isFirst: boolean
  readonly now: number
  readonly onChoose: (chosen: Chosen) => void
}

const Row = ({ row: { model, blocks }, span, isFirst, now, onChoose }: RowProps) => (
  <Track
    name={model}
    label={
      <Link
        to="/models"
        search={{ model }}
        className="inline-flex max-w-full min-w-0 items-center gap-2.5 hover:underline phone:min-h-11"
      >
        <IdentityMark name={model} />
        <ModelName name={model} />
      </Link>
    }
  >
    <div style={identityStyle(useIdentity(model))} className="absolute inset-0 rounded-inner">
      {blocks.map((block, place) => (
        <ResidencyBar
          key={block.spans[0]?.loaded_at ?? block.from}
          model={model}
          block={block}
          span={span}
          now={now}
          isReached={isFirst && place === 0}
          onChoose={() => onChoose({ model, block })}
        />
      ))}
    </div>
  </Track>
)

interface ToldProps {
  readonly chosen: Chosen | null
  readonly words: (ms: number) => string
  readonly now: number
}

/** The figures of what is pointed at. */
function Told({ chosen, words, now }: ToldProps) {
  const last = chosen?.block.spans.at(-1)
  const who = useKeyName(last?.requested_by)
  return (
    <p className="flex min-h-6 flex-wrap items-baseline gap-x-2 pt-1 text-small text-ink-muted tabular-nums">
      {chosen && last ? (
        <>
          <IdentityMark name={chosen.model} className="self-center" />
          <span className="font-mono font-medium text-ink-strong">{chosen.model}</span>
          <span>{[whenWords(chosen.block, words, now), ...factWords(last, who)].join(' · ')}</span>
        </>
      ) : (
        <span className="text-ink-faint">Point at a bar for its figures.</span>
      )}
    </p>
  )
}
