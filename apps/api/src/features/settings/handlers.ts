import { tagged } from '../../http/answers/entity-tag.ts'
import type { HandlersOf } from '../features.ts'
import { asJob } from '../jobs/as-job.ts'

export const settingsHandlers: HandlersOf<'settings'> = ({ core: { settings, jobs } }) => ({
  list: async (_, { context }) => ({ settings: [...(await settings.list(context))] }),

  async get({ params }, { context }) {
    const { entry, version } = await settings.find(context, params)
    return tagged(entry, version)
  },
  async save({ params, query, body }, { context, precondition }) {
    const change = { ...params, ...query, patch: body, ifMatch: precondition }
    const { entry, version } = await settings.save(context, change)
    return tagged(entry, version)
  },
  async remove({ params, query }, { context, precondition }) {
    const model = await settings.remove(context, { ...params, ...query, ifMatch: precondition })
    return { success: true, message: `Saved settings of "${model}" removed.`, model }
  },
  async reset({ params, query }, { context, precondition }) {
    const { entry, version } = await settings.reset(context, { ...params, ...query, ifMatch: precondition })
    return tagged(entry, version)
  },
  history: ({ params, query }, { context }) => settings.history(context, { ...params, ...query }),
  effective: ({ params, query }, { context }) => settings.effective(context, { ...params, ...query }),
  recommended: ({ params, query }, { context }) => settings.recommended(context, { ...params, ...query }),
  async allRecommended({ query }, { context }) {
    const { recommendations, errors } = await settings.allRecommended(context, query)
    return { recommendations: [...recommendations], errors: [...errors] }
  },
  async applyAllRecommended({ query: { wait, ...query }, body }, { context, reply }) {
    const input = { ...query, ...body }
    return wait === false
      ? asJob(reply, await jobs.applyAllRecommended(context, input))
      : settings.applyAllRecommended(context, input)
  },
  undoApply: ({ body }, { context }) => jobs.undoApply(context, body),
  copy: async ({ query, body }, { context }) => ({
    settings: [...(await settings.copy(context, { ...query, ...body }))],
  }),
  async export(_, { context, reply }) {
    reply.header('content-disposition', 'attachment; filename="model_settings.json"')
    return settings.file(context)
  },
  import: ({ query, body }, { context }) => settings.importFile(context, { ...importInput(query), file: body }),
  // No body, no file: then it is the one that the dashboard was told of.
  migrate: ({ query, body }, { context, hasBody }) =>
    settings.migrate(context, { ...importInput(query), file: hasBody ? body : null }),
})

const importInput = ({ dry_run, ...query }: { instance?: string; undo?: boolean; dry_run?: boolean }) => ({
  ...query,
  dryRun: dry_run,
})
