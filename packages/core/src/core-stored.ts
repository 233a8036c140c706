import { join } from 'node:path'
import { openAlertDelivery } from './alerts/delivery/alert-delivery.ts'
import { claimsAlone, createReplyClaims } from './conversations/claims/reply-claims.ts'
import { openConversations } from './conversations/open-conversations.ts'
import type { CoreOptions } from './core-options.ts'
import type { OpenDemoPast } from './demo/demo-past.ts'
import type { Background } from './kernel/background.ts'
import type { Clock } from './kernel/clock.ts'
import type { OllamaMemoryConfig } from './memory/memory-estimate.ts'
import { openMemoryObservations } from './memory/memory-observations.ts'
import { confirmedBy } from './replicas/lease.ts'
import type { Replicas } from './replicas/replicas.ts'
import { openSavedSettings } from './settings/open-saved-settings.ts'
import type { Storage } from './storage/storage.ts'

interface StoredOptions
  extends Pick<CoreOptions, 'alerts' | 'storage' | 'dataDir' | 'settingsFile' | 'historyFile' | 'maxHistory'> {
  readonly rules: OllamaMemoryConfig
  readonly past: Pick<OpenDemoPast, 'conversations'> | null
  readonly replicas: Replicas
  readonly clock: Clock
  readonly background: Background
}

/** What one replica measures for all is fenced, and written before it lets others take over. */
export function fencedBy({ isAlone, leader }: Replicas, storage: Storage): AsyncDisposable {
  if (!isAlone) storage.fenceBy(confirmedBy(leader))
  return { [Symbol.asyncDispose]: async () => (isAlone ? undefined : storage.settle()) }
}

/** The subjects that read at the start what was stored, and the two that keep a file beside it. */
export async function openStored(options: StoredOptions) {
  const { storage, dataDir, past, replicas, clock, background } = options
  const [observations, savedSettings, conversations, alertDelivery] = await Promise.all([
    openMemoryObservations(options),
    openSavedSettings({
      storage,
      path: options.settingsFile ?? join(dataDir, 'model_settings.json'),
      clock,
      report: (error) => background.failed('settings file', error),
      replicas: options.replicas,
    }),
    openConversations({
      storage,
      ...(past && { shown: past.conversations }),
      path: options.historyFile ?? join(dataDir, 'history.json'),
      maxHistory: options.maxHistory ?? 50,
      claims: replicas.isAlone ? claimsAlone : createReplyClaims({ repository: storage.replyClaims, ...options }),
      clock,
      report: (error) => background.failed('history file', error),
      replicas: options.replicas,
    }),
    openAlertDelivery(options),
  ])
  return { observations, savedSettings, conversations, alertDelivery }
}
