import { contract, endpointTable, problems, settingBounds, textBounds } from '@ollama-dashboard/contracts'
import type { Plugin } from 'vite'

const titles = Object.fromEntries(Object.entries(problems).map(([code, { title }]) => [code, title]))

const modules: Readonly<Record<string, () => string>> = {
  'virtual:endpoint-table': () => `export const table = ${JSON.stringify(endpointTable(contract))}`,
  'virtual:setting-bounds': () => `
    export const settingBounds = ${JSON.stringify(settingBounds)}
    export const textBounds = ${JSON.stringify(textBounds)}`,
  'virtual:problem-titles': () => `export const titles = ${JSON.stringify(titles)}`,
}

/**
 * Hands the page what it needs of the contract as plain data, made at build time: method, path and access of every
 * endpoint, the bounds of settings, and what error codes mean. The schemas themselves stay out of the bundle.
 */
export const contractDataPlugin = (): Plugin => ({
  name: 'contract-data',
  resolveId: (source) => (source in modules ? `\0${source}` : null),
  load: (source) => modules[source.replace(/^\0/, '')]?.() ?? null,
})
