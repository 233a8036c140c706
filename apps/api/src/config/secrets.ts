import { secretsOf } from '@ollama-dashboard/core'
import type { Config } from './config.ts'

/** What the configuration knows that nobody may read anywhere. */
export const secretsIn = ({ keys, instances, databaseUrl }: Config): readonly string[] => [
  ...keys.map(({ key }) => key),
  ...instances.flatMap(({ access }) => (access ? secretsOf(access) : [])),
  ...passwordsOf(databaseUrl),
]

/** As it is written in the address, and as it is meant. */
function passwordsOf(databaseUrl: string | null): readonly string[] {
  const password = /^[^:]+:\/\/[^/@]*?:([^/@]+)@/.exec(databaseUrl ?? '')?.[1]
  return password === undefined ? [] : [password, decodeURIComponent(password)]
}
