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
  /** How long it took. */
  readonly seconds?: number
  readonly error?: unknown
  /** Takes back what was done, where that is possible. */
  readonly undo?: { readonly label: string; readonly run: () => void }
}

const okForMs = 4000
/** What says why something failed, or can be taken back, has to be read first. */
const longerForMs = 10_000

/** Where notices go, and where the one Toaster of the page takes them from. */
export const toasts = Toast.createToastManager<ToastExtras>()

/** Tells the person something in passing; what matters also stands beside its control. */
export function notify({ kind, title, seconds, error, undo }: Notice): void {
  const isBroken = kind === 'broken'
  const problem = error === undefined ? null : describeError(error)
  toasts.add({
    title,
    description:
      seconds === undefined
        ? problem && [problem.title, problem.hint ?? []].flat().join(' ')
        : `In ${formatSpan(seconds)}`,
    type: kind,
    timeout: isBroken || undo ? longerForMs : okForMs,
    priority: isBroken ? 'high' : 'low',
    data: { ...(undo && { action: { ...undo, icon: Undo2 } }), ...(problem && { details: problem.details }) },
  })
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
