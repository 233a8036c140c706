import type { PullJob } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import { at } from './fake-time.ts'
import type { Note } from './noted-calls.ts'

const jobOf = (name: string): PullJob => ({
  id: name,
  kind: 'pull',
  title: `pull of "${name}"`,
  model: name,
  instance: 'default',
  state: 'done',
  progress: null,
  error: null,
  attempts: 1,
  created_by: null,
  created_at: at,
  started_at: at,
  finished_at: at,
})

export const fakeJobs = (note: Note): Partial<Core['jobs']> => ({
  list: async () => [],
  get: async (_, { id }) => jobOf(id) as never,
  failureOf: () => null,
  pull: async (_, { model: name }) => note(jobOf(name), 'pull', name),
  cancel: async (_, { id }) => note({ job: jobOf(id), changed: true }, 'cancel', id),
  retry: async (_, { id }) => note(jobOf(id), 'retry', id),
  async *follow(_, { id }) {
    yield jobOf(id) as never
  },
  finished: async (_, { id }) => jobOf(id) as never,
  undoApply: async (_, { job }) => note({ restored: 0, kept: [] }, 'undoApply', job),
})
