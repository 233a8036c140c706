import type { DashboardEvent, Job } from '@ollama-dashboard/contracts'
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { createEventInvalidation, invalidate } from '../../lib/api/invalidate.ts'
import { followEvents } from '../../lib/api/live.ts'
import { rememberActivity } from '../../lib/models/activity.ts'
import { jobsQuery, rememberJob } from '../../lib/models/jobs.ts'
import { forgetActionFailures } from '../../lib/models/model-actions.ts'
import { lookForNewVersion } from '../../lib/offline/new-version.ts'
import {
  alertKeys,
  apiKeyKeys,
  chatKeys,
  eventsKey,
  modelKeys,
  roleKeys,
  sessionKey,
  settingsKeys,
  timelineKey,
} from '../../lib/queries/keys.ts'

/** Keeps what the page shows up to date by the server's events, while the tab is in sight. */
export function useLiveEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    const handlers = handlersOf(client, createEventInvalidation(client))
    let following: AbortController | null = null
    const follow = () => {
      if (document.hidden) {
        following?.abort()
        following = null
      } else if (!following) {
        following = new AbortController()
        void followEvents(client, handlers, following.signal)
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
const changedByASave = [settingsKeys.saved, settingsKeys.ofModel, settingsKeys.history, settingsKeys.effective]

/** What the page read just before the stream opened is read again once it is drawn, not meanwhile. */
const drawnWithinMs = 1000

/** What happened before, or while nobody followed, is told by no event: all that events keep up to date is read again. */
function readAgain(client: QueryClient): void {
  void invalidate(client, [
    modelKeys.all,
    eventsKey,
    alertKeys.all,
    timelineKey,
    apiKeyKeys.all,
    roleKeys.all,
    sessionKey,
    ...changedByASave,
  ])
  // Events do not tell of chats, and a long one is much to read: what was read just now will do.
  void client.refetchQueries({ queryKey: chatKeys.all, type: 'active', stale: true })
}

function handlersOf(client: QueryClient, invalidateByEvent: (keys: readonly QueryKey[]) => void) {
  let isFirst = true
  return {
    onSnapshot: ({ jobs }: { jobs: Job[] }) => {
      client.setQueryData(jobsQuery.queryKey, { jobs })
      if (isFirst) setTimeout(readAgain, drawnWithinMs, client)
      else readAgain(client)
      isFirst = false
    },
    onEvent: (event: DashboardEvent) => {
      if (event.job) rememberJob(client, event.job)
      if (event.activity && event.instance !== undefined) rememberActivity(client, event.instance, event.activity)
      if (event.type === 'ollama.up') forgetActionFailures(client)
      if (event.type.endsWith('.progress')) return
      invalidateByEvent(keysChangedBy(event))
    },
    // The intervals depend on whether the stream is open, and are looked at again only with a new answer.
    onChange: () => {
      void client.invalidateQueries({ queryKey: modelKeys.running })
      // An update ends the stream, and the next one may come from another version.
      void lookForNewVersion()
    },
  }
}

function keysChangedBy({ type, job }: DashboardEvent): readonly QueryKey[] {
  if (type.startsWith('ollama.') || type === 'instance.changed') return [everything]
  // Perhaps the key of this session, and what it may do.
  if (type === 'keys.changed') return [eventsKey, apiKeyKeys.all, sessionKey]
  if (type === 'roles.changed') return [eventsKey, apiKeyKeys.all, roleKeys.all, sessionKey]
  if (type.startsWith('alert.')) return [eventsKey, alertKeys.all, timelineKey]
  if (type === 'presets.changed') return [eventsKey, chatKeys.presets]
  const isUnderWay = type === 'job.changed' && job?.state !== 'done'
  return [
    eventsKey,
    timelineKey,
    ...(type.startsWith('settings.') ? changedByASave : []),
    ...(isUnderWay ? [] : [modelKeys.all]),
    // Whether it runs with what is saved.
    ...(type.startsWith('model.') ? [settingsKeys.effective] : []),
  ]
}

const everything: QueryKey = []
