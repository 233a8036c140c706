import { table } from 'virtual:endpoint-table'
import { createClient } from '@ollama-dashboard/client'
import type { ApiContract } from '@ollama-dashboard/contracts'
import { basePath } from './base-path.ts'
import { currentKey } from './signed-in.ts'

/** The API, as the page's own origin serves it. The browser has `Authorization` for a proxy in front that asks to sign in. */
export const api = createClient<ApiContract>(table, { key: currentKey, keyHeader: 'x-api-key', baseUrl: basePath })

export const endpoints = table
