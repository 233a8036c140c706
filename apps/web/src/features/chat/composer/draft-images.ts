import { createStore, del, delMany, get, keys, set } from 'idb-keyval'
import { createNotifier } from '../../../lib/notifier.ts'
import { drafts, newChat } from './drafts.ts'

const none: readonly string[] = []
const known = new Map<string, readonly string[]>()
const changes = createNotifier()
const kept = createStore('ollama-dashboard', 'draft-images')

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
  remember(key, images)
  void quietly(() => (images.length > 0 ? set(key, [...images], kept) : del(key, kept)))
}

export const useDraftImages = (id: string): readonly string[] => changes.use(() => draftImagesOf(id))

/** The key of the images of a question that was sent and not answered. */
export const unsentImages = (conversation: string): string => `${conversation} unsent`

/** The server keeps it now, or nobody wants it any more: this browser need not. */
export function letGoOfUnsent(conversation: string): void {
  drafts.set(conversation, { unsent: undefined })
  setDraftImages(unsentImages(conversation), [])
}

/** Like `draftImagesOf`, but reads them from the browser storage first. */
export async function readDraftImages(id: string): Promise<readonly string[]> {
  draftImagesOf(id)
  await load(drafts.keyOf(id))
  return draftImagesOf(id)
}

/** Lets go of all images of a conversation. What it resolves to puts them back. */
export async function removeDraftImages(conversation: string): Promise<() => void> {
  const draft = await readDraftImages(conversation)
  const unsent = await readDraftImages(unsentImages(conversation))
  const put = (images: readonly string[], imagesUnsent: readonly string[]) => {
    setDraftImages(conversation, images)
    setDraftImages(unsentImages(conversation), imagesUnsent)
  }
  put([], [])
  return () => put(draft, unsent)
}

/** Lets go of the images of every conversation, whether or not it has a draft of text. The new chat keeps its own. */
export async function removeAllDraftImages(): Promise<void> {
  const prefix = drafts.keyOf('')
  const newest = drafts.keyOf(newChat)
  const ofConversations = (all: Iterable<string>) => [...all].filter((key) => key.startsWith(prefix) && key !== newest)
  for (const key of ofConversations(known.keys())) remember(key, [])
  await quietly(async () => delMany(ofConversations(await keys<string>(kept)), kept))
}

function remember(key: string, images: readonly string[]): void {
  known.set(key, images)
  changes.notify()
}

async function load(key: string): Promise<void> {
  const images = await quietly(() => get<unknown>(key, kept))
  if (Array.isArray(images) && images.length > 0 && known.get(key) === none) remember(key, images)
}

/** Where the browser keeps nothing, images hold while the page is open. */
async function quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch {
    return undefined
  }
}
