import type { HandlersOf } from '../features.ts'

export const alertHandlers: HandlersOf<'alerts'> = ({ core: { alerts, alertDelivery } }) => ({
  list: ({ query }, { context }) => alerts.list(context, query),
  recent: async ({ query }, { context }) => ({ alerts: (await alerts.list(context, query)).alerts }),
  summary: (_, { context }) => alerts.summary(context),
  async resolve({ params }, { context }) {
    const { alert, changed } = await alerts.resolve(context, params)
    return {
      success: true,
      message: `"${alert.title}" ${changed ? 'resolved' : 'is resolved already'}.`,
      changed,
      alert,
    }
  },
  async mute({ params, body }, { context }) {
    const mute = await alerts.mute(context, { ...params, ...body })
    return { success: true, message: `"${mute.title}" muted until ${mute.until}.`, mute }
  },
  mutes: async (_, { context }) => ({ mutes: [...alerts.mutes(context)] }),
  async unmute({ params }, { context }) {
    const { title } = await alerts.unmute(context, params)
    return { success: true, message: `"${title}" is no longer muted.` }
  },
  rules: async (_, { context }) => ({ rules: [...alerts.rules(context)] }),
  addRule: ({ body }, { context }) => alerts.addRule(context, body),
  changeRule: ({ params, body }, { context }) => alerts.changeRule(context, { ...params, ...body }),
  async removeRule({ params }, { context }) {
    const { title, isBuiltIn } = await alerts.removeRule(context, params)
    return { success: true, message: isBuiltIn ? `"${title}" has its defaults again.` : `"${title}" deleted.` }
  },
  deliveries: ({ query }, { context }) => alertDelivery.deliveries(context, query),
  async test({ body }, { context }) {
    const results = [...(await alertDelivery.test(context, body))]
    return { success: true, message: toldOf(results), results }
  },
})

function toldOf(results: readonly { readonly delivered: boolean }[]): string {
  if (results.length === 0) return 'No channel is configured: set ALERT_WEBHOOK_URL or ALERT_EMAIL_TO.'
  const arrived = results.filter(({ delivered }) => delivered).length
  return `${arrived} of ${results.length} test messages delivered.`
}
