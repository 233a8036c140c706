import type { ConversationLog } from '../conversations/conversation-log.ts'
import type { Instance } from '../instances/instance.ts'
import type { Actor } from '../kernel/call-context.ts'
import type { MemoryInput } from '../memory/memory-estimate.ts'
import type { Runner } from '../models/actions/runner-options.ts'
import type { ChatCall, InstalledModel } from '../ollama/ollama.ts'

/** One question and its reply. */
export interface Exchange {
  readonly instance: Instance
  readonly model: InstalledModel
  readonly call: ChatCall
  readonly log: ConversationLog
  readonly memory: () => Promise<MemoryInput>
  /** What the model is loaded with. */
  readonly runner: Runner
  readonly onOverflow: 'truncate' | 'error'
  readonly actor: Actor
  readonly signal: AbortSignal
}
