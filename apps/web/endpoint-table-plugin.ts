import { contract, endpointTable } from '@ollama-dashboard/contracts'
import type { Plugin } from 'vite'

const id = 'virtual:endpoint-table'

/** Hands the page method, path and access of every endpoint, made at build time: the schemas themselves stay out of the bundle. */
export const endpointTablePlugin = (): Plugin => ({
  name: 'endpoint-table',
  resolveId: (source) => (source === id ? `\0${id}` : null),
  load: (source) => (source === `\0${id}` ? `export const table = ${JSON.stringify(endpointTable(contract))}` : null),
})
