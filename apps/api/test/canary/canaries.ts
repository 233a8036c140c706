import { randomBytes } from 'node:crypto'

const made = (name: string) => `canary-${name}-${randomBytes(12).toString('hex')}`

/** Secrets as a person configures them. */
export const configured = {
  viewer: made('viewer'),
  operator: made('operator'),
  oldAdmin: made('old-admin'),
  admin: made('admin'),
  ollamaPassword: made('ollama-password'),
  ollamaKey: made('ollama-key'),
  ollamaHeader: made('ollama-header'),
  alertToken: made('alert-token'),
  alertSecret: made('alert-secret'),
  mailPassword: made('mail-password'),
  collectorPassword: made('collector-password'),
  collectorHeader: made('collector-header'),
}

/** Of a database that refuses the start: no running dashboard has it. */
export const databasePassword = made('database-password')

/** What people say to a model, and what it says to them. */
export const said = {
  prompt: made('prompt'),
  reply: made('reply'),
  keptPrompt: made('kept-prompt'),
  keptReply: made('kept-reply'),
}

/** Every way in which a text may stand somewhere that is not looked at closely. */
export function formsOf(secret: string): readonly string[] {
  const base64 = [0, 1, 2].map((shift) =>
    // Without what the letters around it change.
    Buffer.from(' '.repeat(shift) + secret)
      .toString('base64')
      .slice(4, -4),
  )
  const hex = Buffer.from(secret).toString('hex')
  return [secret, encodeURIComponent(secret), [...secret].toReversed().join(''), hex, ...base64]
}
