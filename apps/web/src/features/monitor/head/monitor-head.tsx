import type { StatsHistory } from '@ollama-dashboard/contracts'
import { getRouteApi } from '@tanstack/react-router'
import { Flag, Table2, Undo2 } from 'lucide-react'
import { changedSearch } from '../../../lib/address-search.ts'
import type { Period } from '../../../lib/queries/system.ts'
import { Button } from '../../../ui/button.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { ExportMenu } from '../files/export-menu.tsx'
import { showMarks, useMarksShown } from '../marks/marks-shown.ts'
import { ranges } from '../monitor-search.ts'
import { rangeWords } from '../period.ts'
import { Age } from './age.tsx'
import { WhenPicker } from './when-picker.tsx'

const route = getRouteApi('/monitor')

export interface MonitorHeadProps {
  readonly period: Period
  /** What is known of the host, and when that was read, in milliseconds since the epoch. */
  readonly host: StatsHistory | undefined
  readonly readAt: number
  readonly canMark: boolean
  readonly onShow: (period: Period) => void
  readonly onBack: () => void
}

/** Which time is shown, and how. */
export function MonitorHead({ period, host, readAt, canMark, onShow, onBack }: MonitorHeadProps) {
  const { table: isTable = false } = route.useSearch()
  const navigate = route.useNavigate()
  const areMarksShown = useMarksShown()
  const showTable = (table: true | undefined) =>
    void navigate({ replace: true, resetScroll: false, state: true, search: (now) => changedSearch(now, { table }) })
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
      <h1>Monitor</h1>
      <Age host={host} readAt={readAt} period={period} />
      <div className="ml-auto flex flex-wrap items-center gap-2 phone:w-full phone:*:grow">
        {!('range' in period) && (
          <Button icon={Undo2} title="Back to before zooming (Esc)" onClick={onBack}>
            Back
          </Button>
        )}
        {/* On a phone a row of its own, so that none of the buttons is left alone on a second one. */}
        <div className="flex phone:basis-full phone:*:grow">
          <Segments
            label="Range"
            options={ranges.map((one) => [one, rangeWords[one]] as const)}
            value={'range' in period ? period.range : 'window'}
            onChange={(range) => range !== 'window' && onShow({ range })}
          />
        </div>
        <WhenPicker period={period} onShow={onShow} />
        {canMark && (
          <Button
            icon={Flag}
            aria-pressed={areMarksShown}
            title={areMarksShown ? 'Hide events in charts' : 'Show events in charts'}
            className="aria-pressed:text-accent-text"
            onClick={() => showMarks(!areMarksShown)}
          >
            <span className="phone:sr-only">Events</span>
          </Button>
        )}
        <Button icon={Table2} onClick={() => showTable(isTable ? undefined : true)}>
          <span className="phone:sr-only">{isTable ? 'As charts' : 'As table'}</span>
        </Button>
        <ExportMenu period={period} />
      </div>
    </div>
  )
}
