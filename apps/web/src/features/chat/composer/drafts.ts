import { createNotifier } from '../../../lib/notifier.ts'
import type { ChatParameters } from '../parameters/chat-parameters.ts'

/** What is not sent yet, and how it will be. */
export interface Draft {
  readonly text: string
  /** So many files stand at the end of the text. */
  readonly files?: number
  /** Who is to reply, where that is not who replied last. */
  readonly model?: string
  readonly parameters: ChatParameters
  readonly unsent?: Unsent
}

/** A question that was sent and got no reply, and nobody but this browser knows. */
export interface Unsent {
  /** Number of messages before it. */
  readonly keep: number
  readonly text: string
  /** It takes the place of those after them. */
  readonly replaces?: boolean
}

type DraftChange = { readonly [K in keyof Draft]?: Draft[K] | undefined }

const emptyDraft: Draft = { text: '', parameters: {} }

/** The key of the draft of a chat that has no conversation yet. */
export const newChat = 'new'

/** Where drafts are kept; a browser may forbid it, and then they hold while the page is open. */
export interface DraftStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
  keys(): readonly string[]
}

const writeAfterMs = 250

/** Drafts by conversation. What one person typed is not shown to the next at this browser: `owner` is a key's id. */
export function createDrafts(storage: DraftStorage | null) {
  const known = new Map<string, Draft>()
  const due = new Set<string>()
  const changes = createNotifier()
  let timer: ReturnType<typeof setTimeout> | undefined
  let owner = ''

  const keyOf = (id: string) => `chat-draft:${owner}:${id}`
  const quietly = <T>(work: () => T): T | null => {
    try {
      return work()
    } catch {
      // Forbidden or full: the draft holds while the page is open.
      return null
    }
  }

  function of(id: string): Draft {
    const key = keyOf(id)
    let draft = known.get(key)
    if (!draft) {
      draft = readDraft(quietly(() => storage?.getItem(key) ?? null))
      known.set(key, draft)
    }
    return draft
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    for (const key of due) {
      const draft = known.get(key) ?? emptyDraft
      quietly(() => (isEmpty(draft) ? storage?.removeItem(key) : storage?.setItem(key, JSON.stringify(draft))))
    }
    due.clear()
  }

  return {
    of,
    flush,
    keyOf,
    set(id: string, change: DraftChange): void {
      // Another text has other files.
      const before = change.text === undefined ? of(id) : { ...of(id), files: undefined }
      const { text = '', files, parameters = {}, model, unsent } = { ...before, ...change }
      const draft = {
        text,
        parameters,
        ...(files && { files }),
        ...(model !== undefined && { model }),
        ...(unsent && { unsent }),
      }
      known.set(keyOf(id), draft)
      due.add(keyOf(id))
      timer ??= setTimeout(flush, writeAfterMs)
      changes.notify()
    },
    /** Undefined where another tab has let go of it meanwhile. */
    unsentOf(id: string): Unsent | undefined {
      const key = keyOf(id)
      const { unsent, ...draft } = of(id)
      const isHeld = due.has(key) || readDraft(quietly(() => storage?.getItem(key) ?? null)).unsent
      if (!isHeld) known.set(key, draft)
      return isHeld ? unsent : undefined
    },
    remove(id: string): void {
      known.set(keyOf(id), emptyDraft)
      due.add(keyOf(id))
      flush()
      changes.notify()
    },
    /** The conversations that have one. */
    conversations(): readonly string[] {
      const prefix = keyOf('')
      const keys = new Set([...known.keys(), ...(quietly(() => storage?.keys()) ?? [])])
      return [...keys]
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
        .filter((id) => id !== newChat)
    },
    ownedBy(next: string): void {
      if (next === owner) return
      flush()
      owner = next
      changes.notify()
    },
    listen: changes.listen,
    use: changes.use,
  }
}

const isEmpty = ({ text, model, parameters, unsent }: Draft): boolean =>
  text === '' && model === undefined && unsent === undefined && Object.keys(parameters).length === 0

function readDraft(json: string | null): Draft {
  if (json === null) return emptyDraft
  try {
    // Written by this page alone; something else under its key is as good as nothing.
    const { text, parameters, ...rest } = JSON.parse(json) as Partial<Draft>
    return typeof text === 'string' && typeof parameters === 'object' ? { ...rest, text, parameters } : emptyDraft
  } catch {
    return emptyDraft
  }
}

function storageOrNull(): DraftStorage | null {
  try {
    const storage = localStorage
    return {
      getItem: (key) => storage.getItem(key),
      setItem: (key, value) => storage.setItem(key, value),
      removeItem: (key) => storage.removeItem(key),
      keys: () => Object.keys(storage),
    }
  } catch {
    return null
  }
}

export const drafts = createDrafts(storageOrNull())
addEventListener('pagehide', drafts.flush)

/** A part of a draft alone, so that a letter that is typed does not draw the whole conversation anew. */
export const useDraft = <Part extends keyof Draft>(id: string, part: Part): Draft[Part] =>
  drafts.use(() => drafts.of(id)[part])
