import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { statsHistoryQuery } from '../../lib/queries/system.ts'
import { useLiveStats } from '../../lib/queries/use-live-stats.ts'
import { LockedNote } from '../../ui/locked-note.tsx'
import { MarksContext } from './charts/chart-mark.ts'
import { MonitorHead } from './head/monitor-head.tsx'
import { useMarks } from './marks/use-marks.ts'
import { ChartsPart } from './parts/charts-part.tsx'
import { MarksPart } from './parts/marks-part.tsx'
import { OperationsPart } from './parts/operations-part.tsx'
import { ResidencyPart } from './parts/residency-part.tsx'
import { SpeedsPart } from './parts/speeds-part.tsx'
import { hoursRangeOf, spanOf } from './period.ts'
import { pointNowhere } from './plot/crosshair.ts'
import { plotKeysId } from './plot/plot-area.tsx'
import { ZoomContext } from './plot/zoom-context.ts'
import { useBackKey } from './use-back-key.ts'
import { useMonitorPeriod, useZoom } from './use-monitor-period.ts'

const route = getRouteApi('/monitor')

/** The host, what was in its memory, and how its models did, over time. */
export function MonitorPage() {
  usePageTitle('Monitor')
  useEffect(() => pointNowhere, [])
  const { table: isTable = false } = route.useSearch()
  const instance = useInstance()
  const period = useMonitorPeriod()
  const needsStats = useMissing('system.stats')
  useLiveStats({ isOn: needsStats === null && 'range' in period && period.range === '15m' })
  const needs = {
    host: useMissing('system.statsHistory'),
    replies: useMissing('performance.list'),
    residency: useMissing('models.residency'),
    operations: useMissing('metrics.performance'),
    marks: useMissing('timeline.list'),
  }
  const needsSome = useMissing(
    'system.statsHistory',
    'performance.list',
    'models.residency',
    'metrics.performance',
    'timeline.list',
  )
  const host = useQuery({ ...statsHistoryQuery(instance, period), enabled: needs.host === null })
  const clock = useNow(5000) / 1000
  // By the clock of the dashboard, where it tells of this range.
  const now = 'range' in period && host.data?.range === period.range ? Date.parse(host.data.to) / 1000 : clock
  const span = spanOf(period, now)
  const zoom = useZoom(period, span, now)
  useBackKey(zoom.back)
  const marks = useMarks(instance, period, needs.marks === null)
  const hours = hoursRangeOf(period, now)
  const shown = { instance, period, span, isTable }

  return (
    <ZoomContext value={zoom}>
      <MarksContext value={marks.shown}>
        <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:px-4 phone:pt-4">
          <MonitorHead
            period={period}
            host={host.data}
            readAt={host.dataUpdatedAt}
            canMark={needs.marks === null}
            onShow={zoom.show}
            onBack={zoom.back}
          />
          {needsSome && <LockedNote>{needsSome.reason}.</LockedNote>}
          <p id={plotKeysId} className="sr-only">
            Arrow keys move the crosshair, with Shift they select. Enter zooms in on what is selected, plus and minus
            zoom, Escape leads back.
          </p>
          <ChartsPart
            {...shown}
            host={host}
            needsHost={needs.host}
            needsReplies={needs.replies}
            hours={hours}
            now={now}
          />
          {needs.marks === null && marks.isOn && <MarksPart {...shown} marks={marks} />}
          {needs.residency === null && <ResidencyPart {...shown} />}
          {needs.operations === null && <OperationsPart instance={instance} hours={hours} />}
          {needs.replies === null && <SpeedsPart instance={instance} hours={hours} />}
        </main>
      </MarksContext>
    </ZoomContext>
  )
}
