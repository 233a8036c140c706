import { alerts } from './alerts.ts'
import { application } from './application.ts'
import { audit } from './audit.ts'
import { catalogue } from './catalogue.ts'
import { chat } from './chat.ts'
import { conversations } from './conversations.ts'
import { doctor } from './doctor.ts'
import { fleet } from './fleet.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { metrics } from './metrics.ts'
import { models } from './models.ts'
import { observability } from './observability.ts'
import { performance } from './performance.ts'
import { presets } from './presets.ts'
import { roles } from './roles.ts'
import { service } from './service.ts'
import { session } from './session.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import { system } from './system.ts'
import { timeline } from './timeline.ts'

/** Every endpoint of the API. The first key is the feature, the second the operation. */
export const contract = {
  models,
  catalogue,
  settings,
  chat,
  conversations,
  presets,
  performance,
  jobs,
  system,
  fleet,
  service,
  doctor,
  observability,
  metrics,
  alerts,
  timeline,
  session,
  sessions,
  keys,
  roles,
  audit,
  application,
} as const
export type ApiContract = typeof contract
