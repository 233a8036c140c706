import { useMutation } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { instanceQuery } from '../../../lib/api/instance-name.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatCount } from '../../../lib/format.ts'
import { notify } from '../../../lib/notices.ts'
import { changedBySaving } from '../../../lib/queries/settings.ts'
import { drafts } from '../composer/drafts.ts'
import { withParameter } from '../parameters/chat-parameters.ts'

interface Fix {
  readonly model: string
  readonly context: number
  readonly askAgain: () => void
}

/** Saves a context for a model, so that the next prompt of that length is not cut either, and asks again. */
export function useContextFix(conversation: string) {
  const instance = useInstance()
  return useMutation({
    mutationFn: ({ model, context }: Fix) =>
      api.settings.save({
        params: { model },
        query: instanceQuery(instance),
        body: { num_ctx: context },
      }),
    onSuccess: (_, { model, context, askAgain }) => {
      const { parameters } = drafts.of(conversation)
      drafts.set(conversation, { parameters: withParameter(parameters, 'num_ctx', undefined) })
      notify({ kind: 'ok', title: `Context of ${model} set to ${formatCount(context)}` })
      askAgain()
    },
    onError: (error, { model }) => notify({ kind: 'broken', title: `The context of ${model} was not saved`, error }),
    meta: { invalidates: changedBySaving },
  })
}
