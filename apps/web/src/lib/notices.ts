export interface Notice {
  readonly kind: 'ok' | 'broken'
  readonly title: string
  readonly model?: string
  /** How long it took. */
  readonly seconds?: number
  readonly error?: unknown
  /** Takes back what was done, where that is possible. */
  readonly undo?: { readonly label: string; readonly run: () => void }
}

type Listener = (notice: Notice) => void

let listener: Listener | null = null

/** Tells the person something in passing; what matters also stands beside its control. */
export const notify = (notice: Notice): void => listener?.(notice)

/** The one place that shows notices. Returns what takes it away. */
export function onNotice(show: Listener): () => void {
  listener = show
  return () => {
    listener = null
  }
}
