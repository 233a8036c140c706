import { useMutation } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { notify } from '../../../lib/notices.ts'
import { alertKeys } from '../../../lib/queries/keys.ts'

/** What became of a test message. */
export interface TestResult {
  readonly channel: string
  readonly delivered: boolean
  readonly detail: string
}

/** Receivers have 10 s each, and some time is spent on the way. */
const testWithinMs = 20_000

/** Sends a test message to one channel by its id, or to all. */
export const useSendTest = () =>
  useMutation({
    mutationFn: (channel: string | undefined): Promise<{ readonly results: readonly TestResult[] }> =>
      api.alerts.test({ body: channel === undefined ? {} : { channel } }, { timeoutMs: testWithinMs }),
    onSuccess({ results }) {
      const failed = results.filter(({ delivered }) => !delivered).length
      const word = results.length === 1 ? 'Test message' : `${results.length} test messages`
      if (failed === 0) notify({ kind: 'ok', title: `${word} delivered`, topic: 'test message' })
      else
        notify({
          kind: 'broken',
          title: results.length === 1 ? 'The test message was not delivered' : `${failed} of ${word} not delivered`,
          topic: 'test message',
        })
    },
    onError: (error) => notify({ kind: 'broken', title: 'The test message was not sent', error }),
    meta: { invalidates: [alertKeys.deliveries] },
  })
