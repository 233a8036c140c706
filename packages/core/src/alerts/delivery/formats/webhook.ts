import type { Alert } from '@ollama-dashboard/contracts'
import type { Format } from './format.ts'

/** Of what follows; raised when a member is taken away or changes its meaning. */
const version = 1

/**
 * For programs: the alert as the API has it. `id` stays the same when a message is sent again. Text is not escaped, since
 * JSON is all that it is in.
 */
export const webhook: Format = ({ id, event, headline, text, at, link, alert }) => ({
  version,
  id,
  event,
  title: headline,
  text,
  at,
  link,
  alert: alert && withoutDelivery(alert),
})

/** How its messages are delivered is of no use to their receiver. */
function withoutDelivery({ delivery: _, muted_until: __, ...alert }: Alert) {
  return alert
}
