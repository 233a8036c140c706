import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { restartWords, startDetails } from '../../../lib/models/load-plan.ts'
import { loadPlanQuery } from '../../../lib/queries/models.ts'
import { PlanWords } from '../../../parts/plan-words.tsx'

/** What Start or Restart would do, below them. Its line is kept while that is not known, so that nothing jumps. */
export function BeforeStart({ name, isRunning }: { readonly name: string; readonly isRunning: boolean }) {
  const { data: plan } = useQuery({
    ...loadPlanQuery(useInstance(), [name]),
    select: ({ models }) => models[0],
  })
  const words = plan ? (isRunning ? restartWords(plan) : startDetails(plan)) : null
  return <p className="min-h-4.5 leading-4.5">{words && <PlanWords words={words} />}</p>
}
