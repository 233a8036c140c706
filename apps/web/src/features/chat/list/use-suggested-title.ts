import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../../lib/api/api.ts'
import { instanceQuery } from '../../../lib/api/instance-name.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'

export interface SuggestedTitle {
  /** Since when one is on its way, in milliseconds since the epoch; null while none is. */
  readonly since: number | null
  /** Why there is none; null where nothing failed. */
  readonly error: unknown
  readonly ask: () => void
  /** Ends the reply in Ollama. What was asked for does not come any more. */
  readonly cancel: () => void
}

/** Asks the model of a conversation for a title; whoever leaves ends that. */
export function useSuggestedTitle(id: string, onSuggested: (title: string) => void): SuggestedTitle {
  const instance = useInstance()
  const asking = useRef<AbortController | null>(null)
  const { mutate, reset, isPending, submittedAt, error } = useMutation({
    mutationFn: ({ signal }: AbortController) =>
      api.conversations.suggestTitle({ params: { id }, query: instanceQuery(instance) }, { signal }),
    onSuccess: ({ title }, controller) => {
      if (!controller.signal.aborted) onSuggested(title)
    },
  })
  useEffect(() => () => asking.current?.abort(), [])
  return {
    since: isPending ? submittedAt : null,
    error,
    ask() {
      asking.current = new AbortController()
      mutate(asking.current)
    },
    cancel() {
      asking.current?.abort()
      reset()
    },
  }
}
