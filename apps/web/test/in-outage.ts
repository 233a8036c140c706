import type { QueryClient } from '@tanstack/react-query'
import type { Outage } from '../src/lib/api/outage.ts'
import { runningQuery } from '../src/lib/queries/models.ts'
import { runningModel } from './fixtures.ts'

/** Nobody answers any more: one model is known to have been loaded, a minute ago. */
export function putAway(client: QueryClient, of: Outage['of'], models = [runningModel('qwen3:14b')]): void {
  const data = { models, fetched_at: new Date(Date.now() - 60_000).toISOString(), stale: of === 'ollama' }
  client.setQueryData(runningQuery(undefined).queryKey, data)
  if (of === 'ollama') return
  const query = client.getQueryCache().find({ queryKey: runningQuery(undefined).queryKey })
  query?.setState({ status: 'error', error: new Error('The dashboard cannot be reached.') })
}
