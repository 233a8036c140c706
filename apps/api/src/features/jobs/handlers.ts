import type { contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import type { Handlers } from '../../http/endpoints.ts'

export const jobHandlers = ({ jobs }: Core): Handlers<typeof contract.jobs> => ({
  list: async () => ({ jobs: [...(await jobs.list())] }),
  get: ({ params }) => jobs.get(params.id),

  async cancel({ params }) {
    const { job, changed } = await jobs.cancel(params.id)
    const failure = changed ? jobs.failureOf(job) : null
    const message = failure
      ? [failure.message, failure.hint].join(' ').trim()
      : `The ${jobs.describe(job)} had ended before.`
    return { success: true, message, job, changed }
  },

  async retry({ params }) {
    const job = await jobs.retry(params.id)
    return { success: true, message: `The ${jobs.describe(job)} is taken up again.`, job }
  },
})
