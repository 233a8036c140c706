import type { HttpChannel } from '../channel.ts'
import { discord } from './discord.ts'
import type { Format } from './format.ts'
import { gotify } from './gotify.ts'
import type { MessageLines } from './message-lines.ts'
import { ntfy } from './ntfy.ts'
import { pagerduty } from './pagerduty.ts'
import { slack } from './slack.ts'
import { teams } from './teams.ts'
import { telegram } from './telegram.ts'
import { webhook } from './webhook.ts'

const formats: Readonly<Record<HttpChannel['kind'], Format>> = {
  webhook,
  slack,
  discord,
  teams,
  ntfy,
  gotify,
  telegram,
  pagerduty,
}

/** The body of a message for a channel, as JSON: the same for each attempt. */
export const bodyOf = (lines: MessageLines, channel: HttpChannel): string =>
  JSON.stringify(formats[channel.kind](lines, channel))
