import { createFileExport, type FileExportOptions } from '../../files/file-export.ts'
import { fileHealth } from '../../files/file-health.ts'
import type { WrittenFilesRepository } from '../../files/written-files-table.ts'
import { atMostEvery } from '../../kernel/at-most-every.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Finding } from '../../kernel/contributions.ts'
import type { ConversationRepository } from '../conversation-repository.ts'
import { createHistoryEntries } from './history-entries.ts'
import { parseHistory, type ReadConversation, readHistoryInTurns } from './history-file.ts'
import { importConversations } from './import-conversations.ts'
import { containsAllOf } from './kept-whole.ts'

export interface HistoryExportOptions {
  readonly storage: { readonly conversations: ConversationRepository; readonly writtenFiles: WrittenFilesRepository }
  /** HISTORY_FILE. */
  readonly path: string
  /** How many conversations are kept for each key. */
  readonly maxHistory: number
  readonly clock: Clock
  /** Told of failures that nobody foresaw. */
  readonly report?: (error: unknown) => void
  /** One of them keeps the file. */
  readonly replicas?: FileExportOptions['replicas'] & {}
}

/** The file in which every conversation is kept beside the storage. */
export interface HistoryExport extends AsyncDisposable {
  /** Resolves when the file is as the storage is, or cannot be: health then tells why. */
  write(): Promise<void>
  /** Takes over what somebody else wrote there, before something is removed that the file still has. */
  adopt(): Promise<void>
  /** Lets the file follow soon, and at the latest when this is closed. */
  follow(): void
  health(): readonly Finding[]
}

/** A hundred full conversations take a tenth of a second to be written, for which streams wait. */
const betweenWritesMs = 2000

export function createHistoryExport(options: HistoryExportOptions): HistoryExport {
  const { storage, path, clock, report } = options
  const { conversations: repository, writtenFiles } = storage
  let isBehind = false
  const file = createFileExport({
    path,
    variable: 'HISTORY_FILE',
    writtenFiles,
    clock,
    ...(report && { report }),
    ...(options.replicas && { replicas: options.replicas }),
    contents: createHistoryEntries(repository),
    async takeOver(text) {
      const entries = await parseHistory(text)
      const conversations = await readHistoryInTurns(entries)
      await importConversations(conversations, options)
      return conversations.length === entries.length && (await areKept(conversations))
    },
  })

  async function areKept(conversations: readonly ReadConversation[]): Promise<boolean> {
    for (const { entry, conversation } of conversations) {
      const { id } = conversation
      const kept = await repository.find(id)
      if (!kept || !containsAllOf({ conversation: kept, messages: await repository.messages(id) }, entry)) return false
    }
    return true
  }

  function write(): Promise<void> {
    isBehind = false
    return file.write()
  }
  const following = atMostEvery(clock, betweenWritesMs, () => void write())

  return {
    write,
    adopt: file.adopt,
    follow() {
      isBehind = true
      following.ask()
    },
    health: () => fileHealth('history-file', file.state()),
    async [Symbol.asyncDispose]() {
      following[Symbol.dispose]()
      if (isBehind) await write()
      await file[Symbol.asyncDispose]()
    },
  }
}
