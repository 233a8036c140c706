import type { Instance } from '@ollama-dashboard/contracts'
import type { InstanceName } from './instance-name.ts'

/** The server that the page is about: the one its address names, else the default one. */
export const currentOf = (instances: readonly Instance[], name: InstanceName): Instance | undefined =>
  instances.find((instance) => (name === undefined ? instance.is_default : instance.name === name))
