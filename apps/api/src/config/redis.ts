import { parseRedisUrl } from '@ollama-dashboard/core'
import { asAllowed, certificates } from './access-values.ts'
import type { Reader } from './reader.ts'

export interface RedisConfig {
  /** With the password. */
  readonly url: string
  /** Certificates that are trusted as well, as PEM. */
  readonly ca?: string
}

/** Where the Redis of the replicas is. What is wrong is noted by the reader. */
export function readRedis({ read, readSecret, has, refuse }: Reader): RedisConfig | null {
  const url = readSecret(
    'REDIS_URL',
    asAllowed((text) => ({ text, ...parseRedisUrl(text) })),
  )
  const ca = read('REDIS_CA_FILE', certificates)
  if (has('REDIS_URL') && !has('DATABASE_URL')) {
    refuse('REDIS_URL needs DATABASE_URL too: replicas share their data in PostgreSQL.')
  }
  // Whoever names a certificate expects it to be used.
  if (has('REDIS_CA_FILE') && !(url?.isTls ?? has('REDIS_URL'))) {
    refuse('REDIS_CA_FILE would not be used: REDIS_URL must begin with rediss for TLS.')
  }
  return url && { url: url.text, ...(ca !== null && { ca }) }
}
