import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

export const jobChannel = 'jobs'

/** With progress, how far a job is. Without, that it has changed otherwise: the storage tells how. */
const JobMessage = Type.Object({
  id: Type.String(),
  progress: Type.Optional(Type.Unknown()),
  attempts: Type.Optional(Type.Integer()),
})
export type JobMessage = Static<typeof JobMessage>

/** Null for what a replica of another version may say. */
export const readJobMessage = (message: unknown): JobMessage | null =>
  Value.Check(JobMessage, message) ? message : null
