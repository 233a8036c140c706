import type { HandlersOf } from '../features.ts'

export const jobHandlers: HandlersOf<'jobs'> = ({ core: { jobs } }) => ({
  list: async (_, { context }) => ({ jobs: [...(await jobs.list(context))] }),
  get: ({ params }, { context }) => jobs.get(context, params),

  async cancel({ params }, { context }) {
    const { job, changed } = await jobs.cancel(context, params)
    const failure = changed ? jobs.failureOf(job) : null
    const message = failure
      ? [failure.message, failure.hint].join(' ').trim()
      : `The ${job.title} has already finished.`
    return { success: true, message, job, changed }
  },

  async retry({ params }, { context }) {
    const job = await jobs.retry(context, params)
    return { success: true, message: `The ${job.title} is resumed.`, job }
  },
})
