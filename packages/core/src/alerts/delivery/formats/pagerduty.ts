import type { Format } from './format.ts'
import { clipped, safeLine } from './safe-text.ts'

const longestSummary = 1024
const longestText = 8000

/**
 * PagerDuty's Events API v2. Messages about one alert have one `dedup_key`, so that they are one incident there, however
 * often they arrive. A test message opens an incident and nothing closes it, so that it only resolves one that is not there.
 * Source: developer.pagerduty.com, "Send an alert event".
 */
export const pagerduty: Format = (message, { fields }) => {
  const { alert } = message
  return {
    routing_key: fields['routing_key'],
    event_action: message.event === 'firing' ? 'trigger' : 'resolve',
    dedup_key: alert ? `ollama-dashboard-${alert.id}` : 'ollama-dashboard-test',
    client: 'Ollama Dashboard',
    ...(message.link !== null && {
      client_url: message.link,
      links: [{ href: message.link, text: 'Open dashboard' }],
    }),
    payload: {
      summary: clipped(message.headline, longestSummary),
      source: safeLine(alert?.instance ?? 'ollama-dashboard'),
      severity: message.severity,
      timestamp: message.at,
      component: alert?.model ? safeLine(alert.model) : 'ollama',
      class: alert?.rule ?? 'test',
      custom_details: { text: clipped(message.text, longestText), context: message.context },
    },
  }
}
