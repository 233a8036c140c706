export interface FigureHeadProps {
  /** What each row is about. */
  readonly first: string
  readonly columns: readonly string[]
  /** Which of the columns hold words, and so begin to the left. */
  readonly words?: readonly string[]
  /** Stays in sight while its table scrolls. */
  readonly sticky?: boolean
}

/** The heads of a `table` of figures, which end to the right. */
export const FigureHead = ({ first, columns, words = [], sticky = false }: FigureHeadProps) => (
  <thead className={sticky ? 'sticky top-0 bg-panel shadow-[0_1px_0_var(--line)]' : 'border-b border-line'}>
    <tr className="text-small text-ink-muted [&>th]:h-(--head) [&>th]:px-(--pad) [&>th]:font-medium [&>th]:whitespace-nowrap">
      {[first, ...columns].map((name, index) => (
        <th key={name} scope="col" className={index === 0 || words.includes(name) ? 'text-left' : 'text-right'}>
          {name}
        </th>
      ))}
    </tr>
  </thead>
)
