import { chat } from './chat.ts'
import { jobs } from './jobs.ts'
import { models } from './models.ts'
import { observability } from './observability.ts'
import { service } from './service.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { system } from './system.ts'

/** Every endpoint of the API. The first key is the feature, the second the operation. */
export const contract = { models, settings, chat, jobs, system, service, observability, session } as const
export type ApiContract = typeof contract
