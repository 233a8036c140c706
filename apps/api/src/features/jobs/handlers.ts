import type { HandlersOf } from '../features.ts'

export const jobHandlers: HandlersOf<'jobs'> = ({ core: { jobs } }) => ({
  list: async () => ({ jobs: [...(await jobs.list())] }),
  get: ({ params }) => jobs.get(params.id),

  async cancel({ params }) {
    const { job, changed } = await jobs.cancel(params.id)
    const message = changed
      ? `The pull of "${job.model}" was cancelled. What has arrived is kept for a retry.`
      : `The pull of "${job.model}" had ended before.`
    return { success: true, message, job, changed }
  },

  async retry({ params }) {
    const job = await jobs.retry(params.id)
    return { success: true, message: `The pull of "${job.model}" is taken up again.`, job }
  },
})
