import { type Contract, contract } from '@ollama-dashboard/contracts'

/** Every endpoint, with its name: `models.start`. */
export const endpoints = Object.entries(contract as Contract).flatMap(([feature, group]) =>
  Object.entries(group).map(([name, endpoint]) => ({ id: `${feature}.${name}`, endpoint })),
)
