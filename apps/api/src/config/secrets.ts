import { secretsOf, secretsOfRedis } from '@ollama-dashboard/core'
import type { Config } from './config.ts'

/** What the configuration knows that nobody may read anywhere. */
export const secretsIn = ({
  keys,
  instances,
  databaseUrl,
  redis,
  metrics,
  tracing,
  alerts,
}: Config): readonly string[] => [
  ...keys.map(({ key }) => key),
  ...instances.flatMap(({ access }) => (access ? secretsOf(access) : [])),
  ...passwordsOf(databaseUrl),
  ...(redis ? secretsOfRedis(redis.url) : []),
  ...(metrics.token === null ? [] : [metrics.token]),
  ...secretsOf({ headers: tracing?.headers ?? {} }),
  ...alerts.channels.flatMap(({ secrets }) => secrets),
  ...(alerts.secret === undefined ? [] : [alerts.secret]),
  ...[alerts.proxy?.http, alerts.proxy?.https].flatMap((proxy) => (proxy ? passwordsOf(proxy) : [])),
]

/** As it is written in the address, and as it is meant. */
function passwordsOf(databaseUrl: string | null): readonly string[] {
  // A user without a host, as in front of a socket of this machine, is no URL outside of PostgreSQL.
  const { password } = new URL((databaseUrl ?? 'postgres://localhost').replace('@/', '@localhost/'))
  return [password, decodeURIComponent(password)]
}
