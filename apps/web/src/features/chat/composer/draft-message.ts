import { joinFiles, type MessageParts, splitFiles } from '@ollama-dashboard/contracts/attached-files'
import { drafts, useDraft } from './drafts.ts'

/** What a draft has been written and given, apart. */
export function draftMessage(id: string): MessageParts {
  const { text, files = 0 } = drafts.of(id)
  return splitFiles(text, files)
}

export const setDraftMessage = (id: string, message: MessageParts): void =>
  drafts.set(id, { text: joinFiles(message), files: message.files.length })

export function useDraftMessage(id: string): MessageParts {
  return splitFiles(useDraft(id, 'text'), useDraft(id, 'files') ?? 0)
}
