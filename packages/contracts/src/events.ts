import { type Static, Type } from '@sinclair/typebox'
import { Alert } from './alert.ts'
import { InstanceName, Named, Timestamp } from './common.ts'
import { Job, progressEvents } from './jobs.ts'
import { ModelActivity } from './model-activity.ts'
import { StringEnum } from './string-enum.ts'

const detail = Type.Optional(Type.String())
const model = Type.Optional(Type.String())
const duration_seconds = Type.Optional(Type.Number({ description: 'Duration, if known' }))

/** Of the dashboard itself: no server is named. */
const OfDashboard = Type.Object({ detail })
const OfInstance = Type.Object({ instance: InstanceName, detail })
const OfModel = Type.Object({ ...OfInstance.properties, model: Type.String() })
const OfChange = Type.Object({ ...OfModel.properties, duration_seconds })
const OfSettings = Type.Object({ ...OfInstance.properties, model })
const OfReply = Type.Object({ ...OfModel.properties, activity: ModelActivity })
const OfJob = Type.Object({ ...OfInstance.properties, model, job: Job })
const OfAlert = Type.Object({ instance: Type.Optional(InstanceName), model, alert: Alert })

/** Every type of event, with what it carries. */
const events = {
  'model.loading': OfModel,
  'model.loaded': OfChange,
  'model.unloading': OfModel,
  'model.unloaded': OfChange,
  'model.load_failed': OfModel,
  'ollama.up': OfInstance,
  'ollama.down': OfInstance,
  'model.deleted': OfModel,
  'model.copied': OfModel,
  ...progressEvents(OfJob),
  'job.changed': OfJob,
  'instance.changed': OfInstance,
  'settings.saved': OfSettings,
  'settings.removed': OfSettings,
  'presets.changed': OfDashboard,
  'keys.changed': OfDashboard,
  'roles.changed': OfDashboard,
  'prompt.truncated': OfModel,
  'reply.progress': OfReply,
  'alert.firing': OfAlert,
  'alert.changed': OfAlert,
  'alert.resolved': OfAlert,
}
export type EventType = keyof typeof events

/** What happened, with all that an event of its type tells. */
export type EventContents = {
  readonly [T in EventType]: { readonly type: T } & Readonly<Static<(typeof events)[T]>>
}[EventType]

/** Something that happened: to a model, to an Ollama server, or to what the dashboard keeps. */
export const DashboardEvent = Named('DashboardEvent', {
  id: Type.Integer(),
  at: Timestamp,
  type: StringEnum(Object.keys(events) as EventType[], { title: 'EventType' }),
  instance: Type.Optional({ ...InstanceName, description: 'Absent if it is about no server' }),
  model,
  duration_seconds,
  by: Type.Optional(
    Type.String({
      description: 'Id of the key that caused it. Absent if no key did: the model expired, or another program did it',
    }),
  ),
  detail,
  job: Type.Optional({ ...Job, description: 'As it stands now: with `<kind>.progress` and `job.changed`' }),
  activity: Type.Optional({ ...ModelActivity, description: 'What the model does now: with `reply.progress`' }),
  alert: Type.Optional({ ...Alert, description: 'As it stands now: with `alert.firing`, `.changed` and `.resolved`' }),
})
export type DashboardEvent = Static<typeof DashboardEvent>
