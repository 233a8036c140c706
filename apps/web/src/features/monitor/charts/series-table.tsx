import type { ChartData } from './chart-data.ts'

/** What a chart shows, newest first, in figures. */
export function SeriesTable({ data }: { readonly data: ChartData }) {
  const columns = [...data.series, ...(data.rest ?? [])]
  const rows = data.times.keys().toArray().reverse()
  const measured = rows.filter((row) => columns.some(({ values }) => values[row] != null))
  return (
    <div
      role="group"
      aria-label={data.title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without the focus not by keyboard
      tabIndex={0}
      // Over the rows it fades what is cut off; at the end it stands below the last one.
      className="h-46 overflow-auto border-t border-line -outline-offset-2 after:pointer-events-none after:sticky after:bottom-0 after:block after:h-6 after:bg-linear-to-t after:from-panel after:to-transparent"
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">{data.title}</caption>
        <thead className="sticky top-0 bg-panel shadow-[0_1px_0_var(--line)]">
          <tr className="text-small text-ink-muted [&>th]:h-8 [&>th]:px-(--pad) [&>th]:text-right [&>th]:font-medium">
            <th scope="col" className="text-left!">
              Time
            </th>
            {columns.map(({ label, spread }) => (
              <th key={label} scope="col">
                {spread ? `${label}, min to max` : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line text-small tabular-nums">
          {measured.map((row) => (
            <tr
              key={row}
              className="phone:[&>td]:py-1 [&>td]:h-7 [&>td]:px-(--pad) [&>td]:text-right [&>td]:whitespace-nowrap"
            >
              <td className="text-left! text-ink-strong">{data.formatStep((data.times[row] ?? 0) * 1000)}</td>
              {columns.map(({ label, values, spread, format }) => {
                const value = values[row]
                const ends = [spread?.min[row], spread?.max[row]].map((end) => (end == null ? null : format(end)))
                const told = value == null ? '—' : format(value)
                return (
                  <td key={label}>
                    {told}
                    {ends.some((end) => end !== null && end !== told) && (
                      <span className="text-ink-faint phone:block"> {ends.join(' to ')}</span>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
