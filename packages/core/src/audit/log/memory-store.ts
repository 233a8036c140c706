import { beginning, type Head, parsed, seqOf } from './audit-line.ts'
import type { LineStore } from './line-store.ts'

/** Some five megabytes. */
const keptLines = 10_000

/** Lines that end with the process, of a demo and of tests: the newest ten thousand. */
export function createMemoryStore(): LineStore {
  const lines: Buffer[] = []
  let newest = beginning
  let origin = beginning

  return {
    failure: null,
    disturbance: null,
    get origin() {
      return origin
    },
    head: async () => newest,
    expectWritable: () => null,
    async append(text, head: Head) {
      for (const line of text.split('\n').slice(0, -1)) lines.push(Buffer.from(`${line}\n`))
      newest = head
      const left = lines.splice(0, Math.max(0, lines.length - keptLines)).at(-1)
      const last = left && parsed(left)
      if (last) origin = { seq: last.seq, hash: last.hash }
    },
    async *forward() {
      yield { file: 'memory', firstLine: 1, lines: [...lines] }
    },
    async *backward(_, before) {
      yield* lines.toReversed().filter((line) => (seqOf(line) ?? before) < before)
    },
    async [Symbol.asyncDispose]() {},
  }
}
