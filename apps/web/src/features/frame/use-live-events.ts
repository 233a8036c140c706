import type { DashboardEvent } from '@ollama-dashboard/contracts'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { followEvents } from '../../lib/api/live.ts'
import { eventsQuery, jobsQuery } from '../../lib/api/queries.ts'
import { rememberJob } from '../../lib/models/jobs.ts'

/** Keeps what the page shows up to date by the server's events, while the tab is in sight. */
export function useLiveEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    let following: AbortController | null = null
    const follow = () => {
      if (document.hidden) {
        following?.abort()
        following = null
      } else if (!following) {
        following = new AbortController()
        void followEvents(client, handlersOf(client), following.signal)
      }
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      following?.abort()
    }
  }, [client])
}

/** What follows from what somebody saved; what is recommended does not, and costs a thousand models a while. */
const savedKeys = ['saved', 'of', 'effective'].map((key) => ['settings', key])

const readAgain = (client: QueryClient, queryKeys: readonly (readonly string[])[]) => {
  for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey })
}

const handlersOf = (client: QueryClient) => ({
  onSnapshot: ({ jobs }: { jobs: Parameters<typeof rememberJob>[1][] }) => {
    client.setQueryData(jobsQuery.queryKey, { jobs })
    // What happened before, or while nobody followed, is told by no event: all that events keep up to date is read again.
    readAgain(client, [['models'], eventsQuery.queryKey, ...savedKeys])
    // Events do not tell of chats, and a long one is much to read: what was read just now will do.
    void client.refetchQueries({ queryKey: ['chat'], type: 'active', stale: true })
  },
  onEvent: (event: DashboardEvent) => {
    if (event.job) rememberJob(client, event.job)
    if (event.type === 'pull.progress') return
    void client.invalidateQueries({ queryKey: eventsQuery.queryKey })
    if (event.type.startsWith('settings.')) readAgain(client, savedKeys)
    if (event.type === 'job.changed' && event.job?.state !== 'done') return
    void client.invalidateQueries({ queryKey: ['models'] })
    // Whether it runs with what is saved.
    if (event.type.startsWith('model.')) void client.invalidateQueries({ queryKey: ['settings', 'effective'] })
    if (event.type.startsWith('ollama.') || event.type === 'instance.changed') void client.invalidateQueries()
  },
  // The intervals depend on whether the stream is open, and are looked at again only with a new answer.
  onChange: () => void client.invalidateQueries({ queryKey: ['models', 'running'] }),
})
