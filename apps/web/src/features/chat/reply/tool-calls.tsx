import { Wrench } from 'lucide-react'
import type { ToolCalls as Calls } from '../exchange/live-reply.ts'

/** What the model wanted to have called, with what: nobody here calls it. */
export const ToolCalls = ({ calls }: { readonly calls: Calls }) => (
  <ul aria-label="Tool calls" className="grid gap-1.5">
    {calls.map(({ id, function: { name, arguments: given } }, index) => (
      <li
        key={id ?? `${name} ${index}`}
        className="flex gap-2 rounded-control border border-line bg-sunken px-3 py-2 text-small"
      >
        <Wrench aria-hidden className="mt-0.5 size-3.5 flex-none text-ink-faint" />
        <code className="min-w-0 wrap-anywhere text-ink">
          <span className="text-ink-strong">{name}</span>({JSON.stringify(given)})
        </code>
      </li>
    ))}
  </ul>
)
