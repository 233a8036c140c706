import { Toast } from '@base-ui/react/toast'
import { type LucideIcon, Undo2 } from 'lucide-react'
import { copyText } from './copy-text.ts'
import { describeError } from './describe-error.ts'
import { formatSpan } from './format.ts'
import { createNotifier } from './notifier.ts'

/** What a toast has beside its sentences. */
export interface ToastExtras {
  /** What can be done about it. */
  readonly action?: { readonly label: string; readonly icon: LucideIcon; readonly run: () => void }
  /** What to quote when asking for help. */
  readonly details?: string
}

export interface Notice {
  readonly kind: 'ok' | 'broken'
  readonly title: string
  /** The kind of action, where several may follow each other: one notice is there for all of them. */
  readonly topic?: string
  /** How long it took. */
  readonly seconds?: number
  readonly error?: unknown
  /** Takes back what was done, where that is possible. */
  readonly undo?: { readonly label: string; readonly run: () => void | Promise<void> }
}

const okForMs = 4000
/** What says why something failed, or can be taken back, has to be read first. */
const longerForMs = 10_000

const manager = Toast.createToastManager<ToastExtras>()
const needed = createNotifier()
let isNeeded = false
let isShown = false
/** What is to be done as soon as there is a Toaster: it is loaded with the first notice. */
let waiting: (() => void)[] = []
let added = 0

function whenShown(run: () => void): void {
  if (isShown) {
    run()
    return
  }
  waiting.push(run)
  isNeeded = true
  needed.notify()
}

/** Whether there has been anything to show. */
export const useHasNotices = (): boolean => needed.use(() => isNeeded)

/** Where notices go, and where the one Toaster of the page takes them from. */
export const toasts: typeof manager = {
  ...manager,
  ' subscribe'(listener) {
    const leave = manager[' subscribe'](listener)
    isShown = true
    for (const run of waiting.splice(0)) run()
    return () => {
      isShown = false
      leave()
    }
  },
  add(options) {
    added += 1
    const { id = `notice-${added}` } = options
    whenShown(() => manager.add({ ...options, id }))
    return id
  },
  close: (id) => whenShown(() => manager.close(id)),
}

/** What is shown of a topic: its toast, and all that it stands for, the newest first. */
const shown = new Map<string, { readonly id: string; readonly notices: readonly Notice[] }>()

/** Tells the person something in passing; what matters also stands beside its control. */
export function notify(notice: Notice): void {
  const { kind, title, topic = title } = notice
  const key = `${kind} ${topic}`
  const before = shown.get(key)
  // Said again it is the same news, unless it can be taken back as well.
  const others = before?.notices.filter(({ title: other, undo }) => other !== title || undo !== undefined) ?? []
  const notices: readonly [Notice, ...Notice[]] = [notice, ...others]
  // A new one, so that it is said, and seen before those of other topics.
  if (before) toasts.close(before.id)
  const isBroken = kind === 'broken'
  const id = toasts.add({
    title,
    description: descriptionOf(notices),
    type: kind,
    timeout: isBroken || notices.some(({ undo }) => undo) ? longerForMs : okForMs,
    priority: isBroken ? 'high' : 'low',
    data: extrasOf(notices),
    onClose: () => {
      if (shown.get(key)?.id === id) shown.delete(key)
    },
  })
  shown.set(key, { id, notices })
}

/** With the page that showed them, such as when somebody signs out. */
export function forgetNotices(): void {
  shown.clear()
  waiting = []
}

function descriptionOf([{ seconds, error }, ...others]: readonly [Notice, ...Notice[]]): string | null {
  const problem = error === undefined ? null : describeError(error)
  const parts = [
    problem ? [problem.title, problem.hint ?? []].flat() : [],
    others.length > 0 ? `And ${others.length} more.` : seconds === undefined ? [] : `In ${formatSpan(seconds)}`,
  ].flat()
  return parts.length > 0 ? parts.join(' ') : null
}

function extrasOf(notices: readonly Notice[]): ToastExtras {
  const undos = notices.flatMap(({ undo }) => undo ?? [])
  const details = notices.flatMap(({ error }) => (error === undefined ? [] : describeError(error).details))
  const [undo] = undos
  return {
    ...(undo && {
      action: {
        label: undos.length > 1 ? `${undo.label} (all ${undos.length})` : undo.label,
        icon: Undo2,
        run: () => void inTurn(undos),
      },
    }),
    ...(details.length > 0 && { details: details.join('\n') }),
  }
}

/** The newest first: what was done last stands on what was done before. */
async function inTurn(undos: readonly NonNullable<Notice['undo']>[]): Promise<void> {
  for (const { run } of undos) await run()
}

const announcements = createNotifier()
let announced = ''

/** Tells somebody who cannot see the page what it shows already. */
export function announce(text: string): void {
  announced = text
  announcements.notify()
}

/** What was announced last. */
export const useAnnounced = (): string => announcements.use(() => announced)

/** Copies for a menu, which is gone before it could say whether that worked. */
export async function copyAndTell(text: string, what: string): Promise<void> {
  const isCopied = await copyText(text)
  notify(
    isCopied
      ? { kind: 'ok', title: `${what} copied` }
      : { kind: 'broken', title: `${what} not copied: blocked by the browser` },
  )
}
