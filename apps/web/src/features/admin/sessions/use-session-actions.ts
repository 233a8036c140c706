import { ApiError } from '@ollama-dashboard/client'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { notify } from '../../../lib/notices.ts'
import { browserSessionsKey } from '../../../lib/queries/keys.ts'
import { browserOf, countWords, type ShownSession } from './session-list.ts'

const meta = { invalidates: [browserSessionsKey] }

/** One that has ended meanwhile is what was asked for. */
async function end({ id }: ShownSession): Promise<void> {
  try {
    await api.sessions.end({ params: { id } })
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'sign_in_not_found') throw error
  }
}

export const useEndSession = () =>
  useMutation({
    mutationFn: end,
    onSuccess: (_, session) => notify({ kind: 'ok', title: `${browserOf(session)} signed out` }),
    onError: (error, session) => notify({ kind: 'broken', title: `${browserOf(session)} not signed out`, error }),
    meta,
  })

/** Ends all that it can. Throws the first failure. */
export const useEndSessions = (onDone: () => void) =>
  useMutation({
    async mutationFn(sessions: readonly ShownSession[]) {
      const outcomes = await Promise.allSettled(sessions.map(end))
      const failed = outcomes.find(({ status }) => status === 'rejected')
      if (failed?.status === 'rejected') throw failed.reason
    },
    onSuccess(_, sessions) {
      onDone()
      notify({ kind: 'ok', title: `${countWords(sessions.length)} signed out` })
    },
    meta,
  })
