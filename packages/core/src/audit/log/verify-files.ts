import { open } from 'node:fs/promises'
import type { AuditVerification } from '@ollama-dashboard/contracts'
import { readAnchor } from './anchors.ts'
import { beginning, type Head, seqOf } from './audit-line.ts'
import type { LineBatch } from './line-store.ts'
import { linesOf } from './read-lines.ts'
import { verifyLines } from './verify-log.ts'

export interface VerifiedFiles extends Pick<AuditVerification, 'intact' | 'lines'> {
  /** With the path as it was given. */
  readonly first_broken?: { readonly path: string; readonly line: number; readonly reason: string }
}

/**
 * Checks the files of a log without a dashboard, in the order of their entries, however they are named. The anchor that is remembered
 * beside one of them counts, and so does one that is given. Throws what reading a file throws.
 */
export async function verifyFiles(paths: readonly string[], anchor: Head | null): Promise<VerifiedFiles> {
  const remembered = await Promise.all(paths.map(readAnchor))
  const known = [anchor, ...remembered].flatMap((one) => (one ? [{ ...one, source: 'the anchor' }] : []))
  let current = paths[0] ?? ''
  async function* batches(): AsyncGenerator<LineBatch, void, void> {
    for (const path of await inOrder(paths)) {
      current = path
      yield* batchesOf(path)
    }
  }
  const { first_broken, ...verified } = await verifyLines(batches(), { origin: beginning, known })
  if (!first_broken) return verified
  return { ...verified, first_broken: { path: current, line: first_broken.line, reason: first_broken.reason } }
}

async function inOrder(paths: readonly string[]): Promise<string[]> {
  const first = await Promise.all(paths.map(async (path) => ({ path, seq: await firstSeqOf(path) })))
  return first.toSorted((a, b) => a.seq - b.seq).map(({ path }) => path)
}

/** Of a file that is empty, or begins with something else, that it comes last. */
async function firstSeqOf(path: string): Promise<number> {
  for await (const { lines } of batchesOf(path)) return (lines[0] && seqOf(lines[0])) ?? Number.POSITIVE_INFINITY
  return Number.POSITIVE_INFINITY
}

async function* batchesOf(path: string): AsyncGenerator<LineBatch, void, void> {
  const file = await open(path, 'r')
  try {
    let firstLine = 1
    for await (const lines of linesOf(file, (await file.stat()).size)) {
      yield { file: path, firstLine, lines }
      firstLine += lines.length
    }
  } finally {
    await file.close()
  }
}
