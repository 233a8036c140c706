import { createHash } from 'node:crypto'
import type { EmailChannel } from './channel.ts'

export type SmtpAddress = Pick<EmailChannel, 'smtp' | 'secrets'>

const form = 'an address such as smtps://user:password@smtp.example.com, with special characters percent-encoded'

/**
 * `smtps://` is TLS from the first byte, on port 465; `smtp://` is STARTTLS where the server has it, on port 587, and 25 without
 * user name on this machine is written out. Throws TypeError with what is allowed, which quotes nothing.
 */
export function parseSmtpUrl(text: string): SmtpAddress {
  const url = URL.canParse(text) ? new URL(text) : null
  const isSmtp = url?.protocol === 'smtp:' || url?.protocol === 'smtps:'
  if (!url || !isSmtp || url.hostname === '' || url.search !== '' || url.hash !== '') throw new TypeError(form)
  const secure = url.protocol === 'smtps:'
  const [user, pass] = [decoded(url.username), decoded(url.password)]
  return {
    smtp: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      auth: user === '' ? null : { user, pass },
    },
    secrets: [...new Set([pass, url.password])].filter(Boolean),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError(form)
  }
}

/** Plain addresses, as `ann@example.com`: names and comments would be a way to write other headers. */
export function parseMailboxes(text: string): readonly string[] {
  const boxes = text.split(',').map((box) => box.trim())
  const isBox = (box: string) => box.length <= 254 && /^[^\s@<>()",;:\\[\]]+@[^\s@<>()",;:\\[\]]+$/.test(box)
  if (boxes.every(isBox) && boxes.length <= 20) return boxes
  throw new TypeError('at most 20 comma-separated mail addresses, such as "ann@example.com"')
}

/** One channel for all who get the mail. */
export function emailChannel({ smtp, secrets }: SmtpAddress, from: string, to: readonly string[]): EmailChannel {
  const hash = createHash('sha256')
    .update([smtp.host, from, ...to].join(' '))
    .digest('hex')
  return {
    id: `email-${hash.slice(0, 8)}`,
    kind: 'email',
    target: `${to.join(', ')} by ${smtp.host}`,
    secrets,
    smtp,
    from,
    to,
  }
}
