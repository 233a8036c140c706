import type { ComponentType } from 'react'
import { loadPart } from '../../../lib/load-part.ts'
import { createNotifier } from '../../../lib/notifier.ts'
import type { MarkdownProps } from '../../../ui/markdown/markdown.tsx'

type Loaded = { readonly Markdown: ComponentType<MarkdownProps> } | { readonly failure: unknown }

let loaded: Loaded | null = null
const changes = createNotifier()

loadPart(() => import('../../../ui/markdown/markdown.tsx'))
  .then(({ Markdown }): Loaded => ({ Markdown }))
  .catch((failure: unknown): Loaded => ({ failure }))
  .then((part) => {
    loaded = part
    changes.notify()
  })

/** What draws replies, a part of the page of its own; null until it is there. Throws where it cannot be loaded. */
export function useMarkdown(): ComponentType<MarkdownProps> | null {
  const part = changes.use(() => loaded)
  if (part && 'failure' in part) throw part.failure
  return part?.Markdown ?? null
}
