import type { AcceptedKey } from './access/accepted-key.ts'
import type { AlertDeliveryConfig } from './alerts/delivery/channel.ts'
import type { AuditConfig } from './audit/audit.ts'
import type { Demo } from './demo/demo.ts'
import type { Exposure } from './doctor/patient.ts'
import type { InstanceAddress } from './instances/connect-instance.ts'
import type { Clock } from './kernel/clock.ts'
import type { HealthCheck } from './kernel/contributions.ts'
import type { OllamaMemoryConfig } from './memory/memory-estimate.ts'
import type { ServerEnvironment } from './ollama/server-defaults.ts'
import type { Replicas } from './replicas/replicas.ts'
import type { FindManager } from './service/find-manager.ts'
import type { ServiceConfig } from './service/service.ts'
import type { Storage } from './storage/storage.ts'
import type { HostProbe } from './system/host-probe.ts'
import type { WatchdogPolicy } from './watchdog/watchdog.ts'

export interface CoreOptions {
  /** The Ollama servers; the first is the default one. */
  readonly instances: readonly [InstanceAddress, ...InstanceAddress[]]
  readonly version: string
  /** Its volume is the disk that is watched when no Ollama is on this machine. */
  readonly dataDir: string
  /** `OLLAMA_MODELS`, where it is set. */
  readonly modelsDir?: string
  readonly firstByteTimeoutMs?: number
  /** How long a reply may be silent once it has begun; null for no limit. */
  readonly idleTimeoutMs?: number | null
  /** How many models are pulled at once; 2 when absent. */
  readonly maxConcurrentPulls?: number
  /** Where the settings of models are kept as a file too; in `dataDir` when absent. */
  readonly settingsFile?: string
  /** Where chats are kept as a file too; in `dataDir` when absent. */
  readonly historyFile?: string
  /** How many conversations are kept for each key; 50 when absent. */
  readonly maxHistory?: number
  /** How long history is kept, in milliseconds; a year when absent. */
  readonly historyRetentionMs?: number
  /** What the environment of an Ollama on this machine is known to say. */
  readonly ollama?: { readonly rules?: OllamaMemoryConfig; readonly environment?: ServerEnvironment }
  /** The keys that are set before the start; null where no key is needed, because only this machine can reach the server. */
  readonly acceptedKeys: readonly AcceptedKey[] | null
  /** Where it is written who did what; in memory when absent, and during a demo. */
  readonly audit?: AuditConfig
  /** Where messages about alerts go; nowhere when absent. */
  readonly alerts?: AlertDeliveryConfig
  /** How Ollama servers on this machine are started and stopped; not at all when absent. */
  readonly service?: ServiceConfig
  /** How far the dashboard may go to put right by itself what alerts tell; not at all when absent. */
  readonly watchdog?: WatchdogPolicy
  /** How what runs a server on this machine is found; by its service managers when absent. */
  readonly findManager?: FindManager
  /** What outlives the process. Core does not close it. */
  readonly storage: Storage
  /** The others that share the storage; none when absent. Core does not close them. */
  readonly replicas?: Replicas
  /** A simulated server in place of the default one, until a real one answers there. */
  readonly demo?: Demo
  /** How the dashboard itself is reached; not known when absent. */
  readonly exposure?: Exposure
  /** How this machine is read; by its drivers and its system when absent. */
  readonly host?: HostProbe
  /** What the parts outside of core contribute to health. */
  readonly healthChecks?: readonly HealthCheck[]
  readonly clock?: Clock
  /** Told of what nobody foresaw and no caller waits for; and, as a DashboardError, of what a server says that cannot be shown. */
  readonly report?: (error: unknown) => void
}
