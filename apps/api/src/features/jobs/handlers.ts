import type { contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import type { Handlers } from '../../http/endpoints.ts'

export const jobHandlers = ({ jobs }: Core): Handlers<typeof contract.jobs> => ({
  list: async (_, { context }) => ({ jobs: [...(await jobs.list(context))] }),
  get: ({ params }, { context }) => jobs.get(context, params),

  async cancel({ params }, { context }) {
    const { job, changed } = await jobs.cancel(context, params)
    const message = changed
      ? `The pull of "${job.model}" was cancelled. What has arrived is kept for a retry.`
      : `The pull of "${job.model}" had ended before.`
    return { success: true, message, job, changed }
  },

  async retry({ params }, { context }) {
    const job = await jobs.retry(context, params)
    return { success: true, message: `The pull of "${job.model}" is taken up again.`, job }
  },
})
