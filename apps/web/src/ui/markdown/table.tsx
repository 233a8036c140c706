import type { ReactNode } from 'react'
import type { MarkdownNode } from './markdown-node.ts'
import { ScrollBox } from './scroll-box.tsx'

/**
 * The browser weighs every cell of a table anew when one has changed: with a thousand rows that takes 40 ms. From so many
 * on the columns are given their widths, and it takes two.
 */
const longFrom = 100
const weighedRows = 20

/** How many characters wide each column should be, by its first rows; null for a table that is not long. */
function columnsOrNull([head, body]: readonly MarkdownNode[]): readonly number[] | null {
  const names = head?.children[0]
  if (!names || !body || body.children.length < longFrom) return null
  const rows = [names, ...body.children.slice(0, weighedRows)]
  return names.children.map((_, column) => {
    const longest = Math.max(...rows.map((row) => row.children[column]?.children[0]?.content.length ?? 0))
    return Math.min(48, Math.max(6, longest + 2))
  })
}

export interface TableProps {
  readonly parts: readonly MarkdownNode[]
  readonly children: ReactNode
}

export function Table({ parts, children }: TableProps) {
  const columns = columnsOrNull(parts)
  const width = columns?.reduce((sum, column) => sum + column, 0) ?? 0
  return (
    <ScrollBox label="Table">
      <table
        className="w-full border-collapse wrap-normal tabular-nums"
        {...(columns && { style: { tableLayout: 'fixed', minWidth: `${width}ch`, overflowWrap: 'anywhere' } })}
      >
        {columns && (
          <colgroup>
            {columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are.
              <col key={index} style={{ width: `${(100 * column) / width}%` }} />
            ))}
          </colgroup>
        )}
        {children}
      </table>
    </ScrollBox>
  )
}
