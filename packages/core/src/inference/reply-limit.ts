import { mebibyte } from '@ollama-dashboard/contracts/limits'
import { DashboardError } from '../kernel/errors.ts'
import type { Said } from '../ollama/answers/read-chat-line.ts'

/** Some 4 million tokens: far more than the longest contexts hold. */
const maxReplyMebibytes = 16
/** What a line costs that says nothing, since each is remembered by itself. */
const minLineBytes = 16

/** Counts what a reply says, and throws `ollama_error` when it says more than could ever be held: it may have no end. */
export function createReplyLimit(model: string) {
  let bytes = 0
  return {
    note(said: Said) {
      bytes += Math.max(minLineBytes, bytesIn(said))
      if (bytes <= maxReplyMebibytes * mebibyte) return
      throw new DashboardError('ollama_error', `The response of "${model}" is longer than ${maxReplyMebibytes} MiB.`, {
        hint: 'It may have no end. Set num_predict to limit it.',
      })
    },
  }
}

const bytesIn = ({ content, thinking, toolCalls }: Said): number =>
  Buffer.byteLength(content) +
  Buffer.byteLength(thinking) +
  (toolCalls.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(toolCalls)))
