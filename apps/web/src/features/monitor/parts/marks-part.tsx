import { Skeleton } from '../../../ui/skeleton.tsx'
import { MarksPanel } from '../marks/marks-panel.tsx'
import type { Marks } from '../marks/use-marks.ts'
import { FailedPanel } from './failed-panel.tsx'
import type { Shown } from './shown.ts'

export const MarksPart = ({ span, isTable, marks }: Shown & { readonly marks: Marks }) => {
  const { all, error, isBusy, retry } = marks
  if (all) return <MarksPanel marks={all} span={span} isTable={isTable} />
  if (error) return <FailedPanel title="Events" error={error} isBusy={isBusy} retry={retry} />
  return <Skeleton className="h-28" />
}
