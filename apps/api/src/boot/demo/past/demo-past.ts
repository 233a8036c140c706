import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'
import { alertsPast } from './alerts-past.ts'
import { auditPast } from './audit-past.ts'
import { conversationsPast } from './conversations/conversations-past.ts'
import { eventsPast } from './events-past.ts'
import { hostPast } from './host-past.ts'
import { operationsPast } from './operations-past.ts'
import { performancePast } from './performance-past.ts'
import { presetsPast } from './presets-past.ts'
import { residencyPast } from './residency-past.ts'
import { settingsPast } from './settings-past.ts'
import { timelinePast } from './timeline-past.ts'

/** What each subject has of the week. A further subject is a file beside these, and its name here. */
const pasts: readonly ((week: SimulatedPast) => DemoPast)[] = [
  hostPast,
  performancePast,
  residencyPast,
  operationsPast,
  conversationsPast,
  presetsPast,
  settingsPast,
  eventsPast,
  auditPast,
  timelinePast,
  alertsPast,
]

export const demoPast = (week: SimulatedPast): readonly DemoPast[] => pasts.map((past) => past(week))
