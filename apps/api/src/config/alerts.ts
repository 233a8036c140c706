import {
  type AlertDeliveryConfig,
  emailChannel,
  parseChannels,
  parseMailboxes,
  parseSmtpUrl,
} from '@ollama-dashboard/core'
import { asAllowed, certificates } from './access-values.ts'
import { NotAllowed, type Reader } from './reader.ts'

/** Where messages about alerts go. What is wrong is noted by the reader. */
export function readAlerts(reader: Reader): AlertDeliveryConfig {
  const { read, readSecret } = reader
  const webhooks = readSecret('ALERT_WEBHOOK_URL', asAllowed(parseChannels)) ?? []
  const secret = readSecret('ALERT_WEBHOOK_SECRET', webhookSecret)
  const publicUrl = read('ALERT_PUBLIC_URL', publicAddress)
  const ca = read('ALERT_CA_FILE', certificates)
  const email = readEmail(reader)
  const proxy = readProxy(reader)
  return {
    channels: [...webhooks, ...(email ? [email] : [])],
    ...(secret !== null && { secret }),
    ...(publicUrl !== null && { publicUrl }),
    ...(ca !== null && { ca }),
    ...(proxy && { proxy }),
  }
}

function readEmail({ read, readSecret, has, refuse }: Reader) {
  const to = read('ALERT_EMAIL_TO', asAllowed(parseMailboxes))
  const from = read('ALERT_EMAIL_FROM', asAllowed(oneMailbox))
  const smtp = readSecret('SMTP_URL', asAllowed(parseSmtpUrl))
  if (!has('ALERT_EMAIL_TO')) return null
  for (const name of ['ALERT_EMAIL_FROM', 'SMTP_URL']) {
    if (!has(name)) refuse(`ALERT_EMAIL_TO needs ${name} too, to send mail.`)
  }
  return to && from && smtp && emailChannel(smtp, from, to)
}

/** As other programs read them: the names in small letters count first. */
function readProxy({ readSecret }: Reader): AlertDeliveryConfig['proxy'] | null {
  const either = (name: string) => readSecret(name.toLowerCase(), proxyAddress) ?? readSecret(name, proxyAddress)
  const [http, https] = [either('HTTP_PROXY'), either('HTTPS_PROXY')]
  const except = readSecret('no_proxy', (text) => text) ?? readSecret('NO_PROXY', (text) => text)
  if (http === null && https === null) return null
  return { ...(http !== null && { http }), ...(https !== null && { https }), ...(except !== null && { except }) }
}

function oneMailbox(text: string): string {
  const [box, ...others] = parseMailboxes(text)
  if (box !== undefined && others.length === 0) return box
  throw new NotAllowed('one mail address, such as "dashboard@example.com"')
}

function webhookSecret(text: string): string {
  if (text.length >= 16) return text
  throw new NotAllowed('a secret of at least 16 characters')
}

/** With a slash at its end, so that paths can be put behind it. */
function publicAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const isPlain = url !== null && !url.username && !url.password && !url.search && !url.hash
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new NotAllowed('the address of the dashboard, such as "https://box.example.com/dash"')
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

function proxyAddress(text: string): string {
  const written = text.includes('://') ? text : `http://${text}`
  if (URL.canParse(written) && /^https?:$/.test(new URL(written).protocol)) return written
  throw new NotAllowed('an http or https address of a proxy')
}
