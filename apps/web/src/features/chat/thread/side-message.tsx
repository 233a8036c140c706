import type { SessionMessage } from '@ollama-dashboard/contracts'
import { ChevronRight } from 'lucide-react'

/** What neither a person nor the model said: a system prompt, or what a tool answered. */
export function SideMessage({ message: { role, content, tool_name: tool } }: { readonly message: SessionMessage }) {
  return (
    <details className="group/side text-small text-ink-muted">
      <summary className="touch-target inline-flex items-center gap-1.5 rounded-control px-1 hover:text-ink phone:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 group-open/side:rotate-90" />
        {role === 'system' ? 'System prompt' : `Answer of ${tool ?? 'a tool'}`}
      </summary>
      <p className="mt-1.5 border-l-2 border-line pl-3 text-base wrap-anywhere whitespace-pre-wrap">{content}</p>
    </details>
  )
}
