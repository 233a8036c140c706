import { DashboardError } from '@ollama-dashboard/core'
import type { HandlersOf } from '../features.ts'

const notBuilt = (): never => {
  throw new DashboardError('internal', 'Not built yet.')
}

export const alertHandlers: HandlersOf<'alerts'> = ({ core: { alertDelivery } }) => ({
  list: notBuilt,
  recent: notBuilt,
  summary: notBuilt,
  resolve: notBuilt,
  mute: notBuilt,
  mutes: notBuilt,
  unmute: notBuilt,
  rules: notBuilt,
  addRule: notBuilt,
  changeRule: notBuilt,
  removeRule: notBuilt,
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
