import type { ChartData } from './chart-data.ts'

/** What a chart shows, newest first, in figures. */
export function SeriesTable({ data }: { readonly data: ChartData }) {
  const rows = data.times.keys().toArray().reverse()
  const measured = rows.filter((row) => data.series.some(({ values }) => values[row] != null))
  return (
    <div
      role="group"
      aria-label={data.title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without the focus not by keyboard
      tabIndex={0}
      className="h-[184px] overflow-y-auto border-t border-line -outline-offset-2"
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">{data.title}</caption>
        <thead className="sticky top-0 bg-panel shadow-[0_1px_0_var(--line)]">
          <tr className="text-small text-ink-muted [&>th]:h-8 [&>th]:px-(--pad) [&>th]:text-right [&>th]:font-medium">
            <th scope="col" className="text-left!">
              Time
            </th>
            {data.series.map(({ label, spread }) => (
              <th key={label} scope="col">
                {spread ? `${label}, min to max` : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line text-small tabular-nums">
          {measured.map((row) => (
            <tr key={row} className="[&>td]:h-7 [&>td]:px-(--pad) [&>td]:text-right [&>td]:whitespace-nowrap">
              <td className="text-left! text-ink-strong">{data.formatTime((data.times[row] ?? 0) * 1000)}</td>
              {data.series.map(({ label, values, spread, format }) => {
                const value = values[row]
                const [min, max] = [spread?.min[row], spread?.max[row]]
                return (
                  <td key={label}>
                    {value == null ? '–' : format(value)}
                    {min != null && max != null && (
                      <span className="text-ink-faint">
                        {' '}
                        {format(min)} to {format(max)}
                      </span>
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
