import { useSyncExternalStore } from 'react'
import { drafts } from './drafts.ts'

const none: readonly string[] = []
const known = new Map<string, readonly string[]>()
const listeners = new Set<() => void>()

/** The images that are to be sent with a draft. They are too large for what drafts of text are kept in. */
export function draftImagesOf(id: string): readonly string[] {
  const key = drafts.keyOf(id)
  const images = known.get(key)
  if (images) return images
  known.set(key, none)
  void load(key)
  return none
}

export function setDraftImages(id: string, images: readonly string[]): void {
  const key = drafts.keyOf(id)
  if (images.length === 0 && known.get(key)?.length === 0) return
  remember(key, images)
  void store(key, images)
}

export const useDraftImages = (id: string): readonly string[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => draftImagesOf(id),
  )

/** The key of the images of a question that was sent and not answered. */
export const unsentImages = (session: string): string => `${session} unsent`

/** As `draftImagesOf`, once what the browser keeps was read. */
export async function readDraftImages(id: string): Promise<readonly string[]> {
  draftImagesOf(id)
  await load(drafts.keyOf(id))
  return draftImagesOf(id)
}

function remember(key: string, images: readonly string[]): void {
  known.set(key, images)
  for (const listener of listeners) listener()
}

async function load(key: string): Promise<void> {
  const images = await within('readonly', (kept) => kept.get(key))
  if (Array.isArray(images) && images.length > 0 && known.get(key) === none) remember(key, images)
}

const store = (key: string, images: readonly string[]): Promise<unknown> =>
  within('readwrite', (kept) => (images.length > 0 ? kept.put([...images], key) : kept.delete(key)))

const name = 'draft-images'
let opened: Promise<IDBDatabase> | undefined

/** Null where the browser keeps nothing: the images then hold while the page is open. */
async function within(mode: IDBTransactionMode, work: (kept: IDBObjectStore) => IDBRequest): Promise<unknown> {
  try {
    opened ??= open()
    const request = work((await opened).transaction(name, mode).objectStore(name))
    await settled(request)
    return request.result
  } catch {
    return null
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('ollama-dashboard', 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(name))
  await settled(request)
  return request.result
}

const settled = (request: IDBRequest): Promise<void> =>
  new Promise((done, failed) => {
    request.addEventListener('success', () => done())
    request.addEventListener('error', () => failed(request.error))
  })
