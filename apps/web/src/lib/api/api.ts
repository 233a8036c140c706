import { table } from 'virtual:endpoint-table'
import { createClient } from '@ollama-dashboard/client'
import type { ApiContract } from '@ollama-dashboard/contracts'
import { basePath } from './base-path.ts'
import { currentKey } from './signed-in.ts'

/** The API, as the page's own origin serves it. */
export const api = createClient<ApiContract>(table, { key: currentKey, baseUrl: basePath })

export const endpoints = table
