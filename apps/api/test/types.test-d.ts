import type { contract, RunningModels } from '@ollama-dashboard/contracts'
import { type Serialized, serialized } from '../src/http/answers/serialized.ts'
import type { Handlers } from '../src/http/endpoints.ts'

type Models = typeof contract.models
declare const running: RunningModels

export const plain: Pick<Handlers<Models>, 'running'> = { running: () => running }
export const ready: Pick<Handlers<Models>, 'running'> = { running: async () => serialized(running) }

// @ts-expect-error every endpoint of the group needs a handler
export const missing: Handlers<Models> = { running: () => running }

export const wrongAnswer: Pick<Handlers<Models>, 'running'> = {
  // @ts-expect-error fetched_at is text or null
  running: () => ({ ...running, fetched_at: 0 }),
}

export const wrongJson: Pick<Handlers<Models>, 'running'> = {
  // @ts-expect-error the JSON of something else
  running: (): Serialized<{ n: number }> => serialized({ n: 1 }),
}

export const wrongInput: Pick<Handlers<Models>, 'running'> = {
  // @ts-expect-error this endpoint has no body
  running: ({ body }) => body,
}
