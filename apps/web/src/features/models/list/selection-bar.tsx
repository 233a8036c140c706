import type { AvailableModel } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Play, Square, Trash2, X } from 'lucide-react'
import { useRef } from 'react'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatBytes, formatCount } from '../../../lib/format.ts'
import { useFoot } from '../../../lib/hooks/use-foot.ts'
import { beginBulk } from '../../../lib/models/bulk.ts'
import { sequenceWords, startWords } from '../../../lib/models/load-plan.ts'
import { loadPlanQuery } from '../../../lib/queries/models.ts'
import { PlanWords } from '../../../parts/plan-words.tsx'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'

export interface SelectionBarProps {
  readonly models: readonly AvailableModel[]
  readonly onDelete: (names: readonly string[]) => void
  readonly onClear: () => void
}

/** What can be done with the selected models, over the end of the list. */
export function SelectionBar({ models, onDelete, onClear }: SelectionBarProps) {
  const bar = useRef<HTMLElement>(null)
  useFoot(bar)
  const client = useQueryClient()
  const instance = useInstance()
  const needsStart = useMissing('models.bulkStart')
  const needsStop = useMissing('models.bulkStop')
  const needsDelete = useMissing('models.bulkDelete')
  const unavailable = useUnavailable()
  const size = models.reduce((sum, model) => sum + (model.size ?? 0), 0)
  const idle = models.filter(({ is_running, remote }) => !is_running && !remote)
  const running = models.filter(({ is_running }) => is_running)
  const namesOf = (of: readonly AvailableModel[]) => of.map(({ name }) => name)
  const start = () => {
    onClear()
    void beginBulk(client, 'start', namesOf(idle), instance)
  }
  const stop = () => {
    onClear()
    void beginBulk(client, 'stop', namesOf(running), instance)
  }
  const words = usePlanWords(needsStart === null ? namesOf(idle) : [])
  return (
    <section
      ref={bar}
      aria-label="Selected models"
      className="sticky bottom-4 z-10 mx-auto w-fit max-w-full rounded-panel bg-raised py-1.5 pr-1.5 pl-4 shadow-popup phone:bottom-[calc(var(--bottom-bar)+8px)] phone:pl-3"
    >
      <div className="flex min-h-8 items-center gap-1 phone:gap-0">
        <p className="mr-2 font-medium whitespace-nowrap text-ink-strong tabular-nums">
          {formatCount(models.length)} selected{' '}
          <span className="font-normal text-ink-muted phone:hidden">{formatBytes(size)}</span>
        </p>
        <Button
          look="quiet"
          size="small"
          icon={Play}
          needs={needsStart}
          unavailable={unavailable}
          disabled={idle.length === 0}
          onClick={start}
        >
          Start
        </Button>
        <Button
          look="quiet"
          size="small"
          icon={Square}
          needs={needsStop}
          unavailable={unavailable}
          disabled={running.length === 0}
          onClick={stop}
        >
          Stop
        </Button>
        <Button
          look="quiet"
          size="small"
          icon={Trash2}
          needs={needsDelete}
          unavailable={unavailable}
          onClick={() => onDelete(namesOf(models))}
          className="not-disabled:text-broken-text"
        >
          Delete
        </Button>
        <IconButton icon={X} size="small" label="Clear selection" onClick={onClear} />
      </div>
      {words && (
        <p role="status" className="pr-3 pb-1 leading-4">
          <PlanWords words={words} />
        </p>
      )}
    </section>
  )
}

/** What starting these would do, as far as the API tells it: of more models at once than it starts in one go, nothing. */
function usePlanWords(names: readonly string[]) {
  const asked = names.length > limits.models ? [] : names
  const { data } = useQuery(loadPlanQuery(useInstance(), asked))
  if (!data) return null
  const [only] = data.models
  return asked.length === 1 && only ? startWords(only) : sequenceWords(data.in_sequence, asked.length)
}
