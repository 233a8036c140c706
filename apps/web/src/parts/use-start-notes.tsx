import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useInstance } from '../lib/api/use-instance.ts'
import { startNote } from '../lib/models/load-plan.ts'
import { loadPlanQuery } from '../lib/queries/models.ts'
import { PlanWords } from './plan-words.tsx'

/** What a start of each of these models would do, for a list to choose one from; null while it is not known. */
export function useStartNotes(models: readonly string[]): (model: string) => ReactNode {
  const { data } = useQuery({ ...loadPlanQuery(useInstance(), models), placeholderData: keepPreviousData })
  return (model) => {
    const plan = data?.models.find((one) => one.model === model)
    const words = plan ? startNote(plan) : null
    return words && <PlanWords words={words} />
  }
}
