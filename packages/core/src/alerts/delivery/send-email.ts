import { createTransport } from 'nodemailer'
import type { Hide } from '../../kernel/hidden-secrets.ts'
import { trustOf } from '../../ollama/ollama-access.ts'
import type { EmailChannel } from './channel.ts'
import { emailText } from './formats/email-text.ts'
import type { MessageLines } from './formats/message-lines.ts'
import { safeLine } from './formats/safe-text.ts'
import { connectionOutcome, delivered, failed, type Outcome } from './outcome.ts'

const longestDetail = 160

export interface EmailRequest {
  readonly ca: string | undefined
  readonly hide: Hide
  readonly signal: AbortSignal
}

/**
 * Hands a mail to the mail server, by a connection of its own. Never throws: whatever goes wrong is an outcome. Each attempt
 * has the same Message-ID, by which mail programs know a mail that came twice; the mails about one alert are one thread.
 */
export async function sendEmail(
  { smtp, from, to }: EmailChannel,
  lines: MessageLines,
  { ca, hide, signal }: EmailRequest,
): Promise<Outcome> {
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    // A password is never sent in the clear, not even where the server offers nothing else.
    requireTLS: smtp.auth !== null,
    ...(smtp.auth && { auth: smtp.auth }),
    tls: { secureContext: trustOf(ca === undefined ? {} : { ca }) },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const thread = lines.alert && `<alert-${lines.alert.id}@${domain}>`
  try {
    const { accepted } = await transport.sendMail({
      ...emailText(lines),
      from: { name: 'Ollama Dashboard', address: from },
      to: [...to],
      messageId: `<${lines.id}@${domain}>`,
      ...(thread && { references: thread, inReplyTo: thread }),
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal,
    })
    return delivered(`Accepted for ${accepted.length} of ${to.length}`)
  } catch (error) {
    if (signal.aborted) return failed('There was no answer in time.')
    return outcomeOf(error, hide)
  } finally {
    transport.close()
  }
}

interface SmtpFailure {
  readonly responseCode?: number
  readonly response?: string
  readonly permanent?: boolean
  readonly originalCode?: string
}

function outcomeOf(error: unknown, hide: Hide): Outcome {
  const { responseCode, response = '', permanent = false, originalCode }: SmtpFailure = Object(error)
  if (responseCode !== undefined) {
    const said = safeLine(hide(response)).slice(0, longestDetail).toWellFormed()
    return failed(`SMTP ${said || responseCode}`, { isFinal: permanent })
  }
  return connectionOutcome(originalCode === undefined ? error : Object.assign(new Error(), { code: originalCode }))
}
