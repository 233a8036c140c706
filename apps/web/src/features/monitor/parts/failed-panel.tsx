import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Panel } from '../../../ui/panel.tsx'

export interface FailedPanelProps {
  readonly title: string
  readonly error: Error
  readonly isBusy: boolean
  readonly retry: () => void
}

/** In the place of a part that could not be read. */
export const FailedPanel = ({ title, ...problem }: FailedPanelProps) => (
  <Panel title={title}>
    <ReadProblem {...problem} className="p-(--pad)" />
  </Panel>
)
