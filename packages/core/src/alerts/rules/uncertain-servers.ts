import type { Figures } from './alert-rule.ts'

/** After a server came back, so much time passes before anything is concluded from how it does. */
const graceSeconds = 60

/** Those that do not answer, or did not a moment ago: what else is wrong with them follows from that. */
export const uncertainServers = ({ servers }: Figures): ReadonlySet<string> =>
  new Set(
    servers
      .filter(({ isReachable, sinceSeconds }) => isReachable !== true || sinceSeconds < graceSeconds)
      .map(({ name }) => name),
  )
