import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { InstanceName } from '../../../lib/api/instance-name.ts'
import type { Period } from '../../../lib/queries/system.ts'
import type { ChartMark } from '../charts/chart-mark.ts'
import { marksQuery } from '../queries.ts'
import { type Mark, marksOf } from './mark-words.ts'
import { useMarksShown } from './marks-shown.ts'

const none: readonly ChartMark[] = []

export interface Marks {
  /** Whether the person wants them. */
  readonly isOn: boolean
  /** Undefined while they are read for the first time. */
  readonly all: readonly Mark[] | undefined
  /** What charts draw. */
  readonly shown: readonly ChartMark[]
  readonly error: Error | null
  readonly isBusy: boolean
  readonly retry: () => void
}

/** What happened meanwhile; not asked for where it is not shown. */
export function useMarks(instance: InstanceName, period: Period, isAllowed: boolean): Marks {
  const isOn = useMarksShown()
  const { data, error, isFetching, refetch } = useQuery({
    ...marksQuery(instance, period),
    enabled: isAllowed && isOn,
  })
  const all = useMemo(() => data && marksOf(data.entries), [data])
  return {
    isOn,
    all,
    shown: (isOn && all) || none,
    error,
    isBusy: isFetching,
    retry: () => void refetch(),
  }
}
