import { formatHour } from '../../../lib/format.ts'
import type { Mark } from './mark-words.ts'

/** What charts mark, newest first. */
export const MarksTable = ({ marks }: { readonly marks: readonly Mark[] }) => (
  <div
    role="group"
    aria-label="Events"
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without the focus not by keyboard
    tabIndex={0}
    className="max-h-96 overflow-auto -outline-offset-2"
  >
    <table className="w-full border-collapse">
      <caption className="sr-only">Events</caption>
      <thead className="sticky top-0 bg-panel shadow-[0_1px_0_var(--line)]">
        <tr className="text-left text-small text-ink-muted [&>th]:h-(--head) [&>th]:px-(--pad) [&>th]:font-medium">
          <th scope="col">Time</th>
          <th scope="col">What</th>
          <th scope="col">Details</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line text-small">
        {marks.toReversed().map(({ id, at, title, facts }) => (
          <tr key={id} className="[&>td]:px-(--pad) [&>td]:py-1.5 [&>td]:align-top">
            <td className="whitespace-nowrap tabular-nums">{formatHour(at * 1000)}</td>
            <td className="font-medium text-ink-strong">{title}</td>
            <td className="min-w-48 wrap-anywhere text-ink-muted">{facts.join(' · ') || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
