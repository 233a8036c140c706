import type { Job, ModelsActivity, RunningModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { activityQuery } from '../../../lib/models/activity.ts'
import { isEnded, isPull, jobsQuery } from '../../../lib/models/jobs.ts'
import { runningQuery } from '../../../lib/queries/models.ts'

/** What goes on at a server now, and ends when it is stopped; each as a sentence without its end. */
export interface Interrupts {
  readonly requests: string | null
  readonly downloads: string | null
  readonly models: string | null
}

interface Given {
  readonly instance: string | undefined
  readonly activity: ModelsActivity | undefined
  readonly jobs: readonly Job[] | undefined
  readonly running: readonly RunningModel[] | undefined
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
const is = (number: number) => (number === 1 ? 'is' : 'are')
const namesShown = 4
const listed = (names: readonly string[]): string =>
  names.length > namesShown
    ? `${names.slice(0, namesShown).join(', ')} and ${names.length - namesShown} more`
    : names.join(', ')

/** Requests of other programs are not known of: only the dashboard's own are counted. */
export function interruptsOf({ instance, activity, jobs = [], running = [] }: Given): Interrupts {
  const asked = (activity?.models ?? []).filter(({ requests }) => requests > 0)
  const requests = asked.reduce((sum, one) => sum + one.requests, 0)
  const pulls = jobs.filter(isPull).filter((job) => !isEnded(job) && job.instance === instance)
  const names = running.map(({ name }) => name)
  return {
    requests:
      requests > 0
        ? `${count(requests, 'request')} ${is(requests)} cut off (${listed(asked.map((one) => one.model))})`
        : null,
    downloads:
      pulls.length > 0
        ? `${count(pulls.length, 'download')} ${is(pulls.length)} interrupted (${listed(pulls.map(({ model }) => model))}), and can be resumed`
        : null,
    models: names.length > 0 ? `${count(names.length, 'model')} ${is(names.length)} unloaded (${listed(names)})` : null,
  }
}

export function useInterrupts(): Interrupts {
  const instance = useInstance()
  const { data: activity } = useQuery(activityQuery(instance))
  const { data: jobs } = useQuery({ ...jobsQuery, select: ({ jobs }) => jobs })
  const { data: running } = useQuery({ ...runningQuery(instance), select: ({ models }) => models })
  // The answer names the server that the address leaves to be the first one.
  return interruptsOf({ instance: activity?.instance, activity, jobs, running })
}
