import { type ApiContract, contract } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import type { FastifyInstance } from 'fastify'
import type { Buckets } from '../http/buckets.ts'
import { type Handlers, registerEndpoints } from '../http/endpoints.ts'
import type { Lifecycle } from '../plugins/shutdown.ts'
import { alertHandlers } from './alerts/handlers.ts'
import { applicationHandlers } from './application/handlers.ts'
import type { ProcessControl } from './application/process-control.ts'
import { auditHandlers } from './audit/handlers.ts'
import { catalogueHandlers } from './catalogue/handlers.ts'
import { chatHandlers } from './chat/handlers.ts'
import { conversationHandlers } from './conversations/handlers.ts'
import { doctorHandlers } from './doctor/handlers.ts'
import { fleetHandlers } from './fleet/handlers.ts'
import { jobHandlers } from './jobs/handlers.ts'
import { keyHandlers } from './keys/handlers.ts'
import { metricsHandlers } from './metrics/handlers.ts'
import { modelHandlers } from './models/handlers.ts'
import type { EventStreams } from './observability/event-streams.ts'
import { observabilityHandlers } from './observability/handlers.ts'
import { performanceHandlers } from './performance/handlers.ts'
import { presetHandlers } from './presets/handlers.ts'
import { roleHandlers } from './roles/handlers.ts'
import { serviceHandlers } from './service/handlers.ts'
import { sessionHandlers } from './session/handlers.ts'
import { sessionsHandlers } from './session/sessions-handlers.ts'
import { settingsHandlers } from './settings/handlers.ts'
import { systemHandlers } from './system/handlers.ts'
import { timelineHandlers } from './timeline/handlers.ts'

/** What the handlers of every feature are made from. */
export interface FeatureDependencies {
  readonly core: Core
  /** Version of the dashboard. */
  readonly version: string
  readonly lifecycle: Lifecycle
  readonly streams: EventStreams
  readonly buckets: Buckets
  readonly control: ProcessControl
}

type Feature = keyof ApiContract

/** Makes the handlers of one feature: one for each endpoint of its group. */
export type HandlersOf<F extends Feature> = (dependencies: FeatureDependencies) => Handlers<ApiContract[F]>

const handlers: { readonly [F in Feature]: HandlersOf<F> } = {
  models: modelHandlers,
  catalogue: catalogueHandlers,
  settings: settingsHandlers,
  chat: chatHandlers,
  conversations: conversationHandlers,
  presets: presetHandlers,
  performance: performanceHandlers,
  jobs: jobHandlers,
  system: systemHandlers,
  fleet: fleetHandlers,
  service: serviceHandlers,
  doctor: doctorHandlers,
  observability: observabilityHandlers,
  metrics: metricsHandlers,
  alerts: alertHandlers,
  timeline: timelineHandlers,
  session: sessionHandlers,
  sessions: sessionsHandlers,
  keys: keyHandlers,
  roles: roleHandlers,
  audit: auditHandlers,
  application: applicationHandlers,
}

/** Registers every endpoint of the contract. */
export function registerFeatures(app: FastifyInstance, dependencies: FeatureDependencies): void {
  const register = <F extends Feature>(feature: F) =>
    registerEndpoints(app, feature, contract[feature], handlers[feature](dependencies), dependencies)
  // The keys of a literal are all it has.
  for (const feature of Object.keys(handlers) as Feature[]) register(feature)
}
