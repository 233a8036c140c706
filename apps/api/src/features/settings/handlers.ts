import { tagged } from '../../http/answers/entity-tag.ts'
import type { Call } from '../../http/call.ts'
import type { HandlersOf } from '../features.ts'

export const settingsHandlers: HandlersOf<'settings'> = ({ core: { settings } }) => ({
  list: async () => ({ settings: [...(await settings.list())] }),

  async get({ params }) {
    const { entry, version } = await settings.find(params.model)
    return tagged(entry, version)
  },
  async save({ params, query, body }, call) {
    const { entry, version } = await settings.save(params.model, body, call, changeOptions(query, call))
    return tagged(entry, version)
  },
  async remove({ params, query }, call) {
    const model = await settings.remove(params.model, call, changeOptions(query, call))
    return { success: true, message: `What was saved for "${model}" is removed.`, model }
  },
  async reset({ params, query }, call) {
    const { entry, version } = await settings.reset(params.model, call, changeOptions(query, call))
    return tagged(entry, version)
  },
  effective: ({ params, query }) => settings.effective(params.model, query.instance),
  recommended: ({ params, query }) => settings.recommended(params.model, query.instance),
  async allRecommended({ query }, call) {
    const { recommendations, errors } = await settings.allRecommended(call, query.instance)
    return { recommendations: [...recommendations], errors: [...errors] }
  },
  applyAllRecommended: ({ query, body }, call) => settings.applyAllRecommended(body, call, query.instance),
  copy: async ({ query, body }, call) => ({
    settings: [...(await settings.copy(body.from, body.to, call, query.instance))],
  }),
  async export(_, { reply }) {
    reply.header('content-disposition', 'attachment; filename="model_settings.json"')
    return settings.file()
  },
  import: ({ query, body }, call) => settings.importFile(body, call, importOptions(query)),
  // No body, no file: then it is the one that the dashboard was told of.
  migrate: ({ query, body }, call) => settings.migrate(call.hasBody ? body : null, call, importOptions(query)),
})

const changeOptions = ({ instance }: { instance?: string }, { precondition }: Call) => ({
  instance,
  isAllowed: precondition,
})

const importOptions = ({ instance, dry_run }: { instance?: string; dry_run?: boolean }) => ({
  instance,
  dryRun: dry_run,
})
