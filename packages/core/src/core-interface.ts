import type {
  DashboardEvent,
  Health,
  HostVersions,
  Instance as InstanceView,
  MemoryUsage,
  Operations,
  StatsHistory,
  SystemStats,
} from '@ollama-dashboard/contracts'
import type { Access } from './access/open-access.ts'
import type { AlertSignals } from './alerts/alert-signals.ts'
import type { Alerts } from './alerts/alerts.ts'
import type { AlertDelivery } from './alerts/delivery/alert-delivery.ts'
import type { Application } from './application/application.ts'
import type { Audit } from './audit/audit.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Chat, PerformanceInput } from './chat/chat.ts'
import type { ConversationExchanges } from './conversations/conversation-exchanges.ts'
import type { Conversations } from './conversations/conversations.ts'
import type { CoreJobs } from './core-jobs.ts'
import type { Doctor } from './doctor/doctor.ts'
import type { EventMessage, Subscription } from './events/event-stream.ts'
import type { HistoryInput } from './history/history-window.ts'
import type { InstanceInput } from './instances/instances.ts'
import type { JsonBytes } from './json/json-bytes.ts'
import type { WorkFailures } from './kernel/background.ts'
import type { CallContext } from './kernel/call-context.ts'
import type { AnyMetric } from './kernel/contributions.ts'
import type { Models } from './models/models.ts'
import type { Presets } from './presets/presets.ts'
import type { ResidencyLog } from './residency/residency.ts'
import type { Service } from './service/service.ts'
import type { Settings } from './settings/settings.ts'
import type { Timeline } from './timeline/timeline.ts'

/** The product without HTTP. Times out and aborts on its own; throws DashboardError for whatever a person should know. */
export interface Core extends AsyncDisposable, Access {
  readonly models: Models
  readonly residency: Pick<ResidencyLog, 'read'>
  readonly settings: Settings
  readonly chat: Omit<Chat, keyof AsyncDisposable>
  readonly conversations: Omit<
    Conversations,
    keyof AsyncDisposable | keyof ConversationExchanges | 'expectAccess' | 'health'
  >
  readonly presets: Presets
  readonly catalogue: Catalogue
  readonly jobs: CoreJobs
  readonly alerts: Alerts
  /** Where what happens at a moment is told, for rules that count it. */
  readonly alertSignals: Pick<AlertSignals, 'note'>
  readonly alertDelivery: Pick<AlertDelivery, 'deliveries' | 'test'>
  readonly audit: Audit
  readonly application: Application
  readonly timeline: Timeline
  readonly operations: {
    /** How work went on a server and on this host, as far as the caller sees it. Throws `storage_unavailable`. */
    statistics(context: CallContext, input: PerformanceInput): Promise<Operations>
  }
  readonly system: {
    stats(context: CallContext): Promise<SystemStats>
    /**
     * The same object for a moment, whoever asks, so that its JSON can be cached. Throws `validation_failed` for a period that
     * cannot be, and `storage_unavailable`.
     */
    history(context: CallContext, input: HistoryInput & InstanceInput): Promise<JsonBytes<StatsHistory>>
    /** What the memory of the host is used for: the models that the caller sees, and the rest. */
    memoryUsage(context: CallContext, input: InstanceInput): Promise<MemoryUsage>
    /** What the host runs on, as far as it is known. */
    versions(context: CallContext): HostVersions
  }
  readonly instances: {
    list(context: CallContext): readonly InstanceView[]
    /** Ollama's version, null while it cannot be reached, and the server it is of. */
    version(context: CallContext, input?: InstanceInput): { readonly version: string | null; readonly instance: string }
  }
  readonly doctor: Doctor
  readonly service: Service
  readonly events: {
    recent(context: CallContext, input: { readonly limit: number }): readonly DashboardEvent[]
    /** How things stand, then what happens, until the caller leaves or core closes. */
    subscribe(context: CallContext, input?: Subscription): AsyncIterable<EventMessage>
  }
  /** What failed and no caller waited for, by kind of work. */
  failures(): readonly WorkFailures[]
  /** What each subject contributes to the metrics. */
  readonly metrics: readonly AnyMetric[]
  /** False while what outlives the process cannot be kept. */
  isReady(): boolean
  health(context: CallContext): Health
}
