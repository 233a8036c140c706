// Of the files that were uploaded a recording keeps the digest and the length. Files of the same length that say the same of their
// model take their place; their digests are others.
import { createHash } from 'node:crypto'
import { ggufFile } from './gguf-file.ts'
import { recordedModels } from './recorded-models.ts'

interface UploadedFile {
  readonly digest: string
  readonly standIn: Buffer
  readonly standInDigest: string
}

const files: readonly UploadedFile[] = [
  {
    model: 'tiny:latest',
    digest: 'sha256:335c7b1be003e5e845c0ea2e7874e648761e10e4fd9bb61a3aa134ff56160af0',
    bytes: 469_856,
  },
  {
    model: 'small:latest',
    digest: 'sha256:59eacc71488dbb6972734bcbcc0db269041d8167c9bd728cff29b95c2ad60b1e',
    bytes: 84_996_800,
  },
  {
    model: 'tiny-embed:latest',
    digest: 'sha256:bbcfd7e28307ef10371800da39e6c8b682392235f1baa84095e18683e9c53fdf',
    bytes: 390_432,
  },
].map(({ model, digest, bytes }) => {
  const standIn = fileOf(model, bytes)
  return { digest, standIn, standInDigest: `sha256:${createHash('sha256').update(standIn).digest('hex')}` }
})

/** The file for a body of which a recording has only the beginning, as `GGUF… (469856 bytes)`. */
export function standInFor(raw: string): Buffer | undefined {
  const bytes = Number(/… \((\d+) bytes\)$/.exec(raw)?.[1])
  return files.find(({ standIn }) => standIn.length === bytes)?.standIn
}

/** The path or body of a request with the digests of the files in place. */
export function withStandInDigests(text: string): string {
  return files.reduce((replaced, { digest, standInDigest }) => replaced.replaceAll(digest, standInDigest), text)
}

function fileOf(model: string, bytes: number): Buffer {
  const info = recordedModels('0.24.0').find(({ name }) => name === model)?.model_info ?? {}
  const { 'general.parameter_count': parameterCount, ...keyValues } = info
  return ggufFile(keyValues, { parameterCount: Number(parameterCount), bytes })
}
