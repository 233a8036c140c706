import type { Gguf } from './gguf.ts'

export interface StoredBlob {
  readonly size: number
  /** What the file says of its model; only uploaded files have it, a scenario's files have no content. */
  readonly gguf?: Gguf | undefined
}

/** The files on disk, by `sha256:` and 64 hex digits, and what has come so far of those that are not complete. */
export interface BlobStore {
  find(digest: string): StoredBlob | undefined
  add(digest: string, blob: StoredBlob): void
  remove(digest: string): void
  /** Bytes of an unfinished download, which outlive its cancellation. */
  fetched(digest: string): number
  keepFetched(digest: string, bytes: number): void
  /** What all of them take on disk. */
  readonly bytes: number
}

export function createBlobStore(): BlobStore {
  const blobs = new Map<string, StoredBlob>()
  const partial = new Map<string, number>()
  return {
    find: (digest) => blobs.get(digest),
    add(digest, blob) {
      partial.delete(digest)
      blobs.set(digest, blob)
    },
    remove: (digest) => void blobs.delete(digest),
    fetched: (digest) => partial.get(digest) ?? 0,
    keepFetched: (digest, bytes) => void partial.set(digest, bytes),
    get bytes() {
      const complete = blobs.values().reduce((sum, blob) => sum + blob.size, 0)
      return partial.values().reduce((sum, bytes) => sum + bytes, complete)
    },
  }
}
