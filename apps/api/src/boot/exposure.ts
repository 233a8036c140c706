import type { CoreOptions } from '@ollama-dashboard/core'
import type { Config } from '../config/config.ts'

/** How a dashboard with this configuration is reached. */
export const exposureOf = ({ listen, tls, trustProxy }: Config): NonNullable<CoreOptions['exposure']> => ({
  address: `${listen.host}:${listen.port}`,
  isLoopback: listen.isLoopback,
  isTls: tls !== null,
  isBehindProxy: trustProxy.fixed.length + trustProxy.names.length > 0,
})
