import { TableHead } from '../../../ui/table-head.tsx'
import { type TableLayout, tracks } from './defaults-layout.ts'

const end = { className: 'text-right' }
const settings = [{ name: 'Model' }, { name: 'Setting' }]
const action = { name: 'Action', className: 'sr-only' }
const compared = [...settings, { name: 'Current', ...end }, { name: 'Recommended', ...end }]

const columns: Readonly<Record<TableLayout, readonly { readonly name: string; readonly className?: string }[]>> = {
  wide: [...compared, { name: 'Why', className: 'pl-6' }, action],
  stacked: [...compared, action],
  bare: [...settings, { name: 'Saved' }, action],
}

export const DefaultsHead = ({ layout }: { readonly layout: TableLayout }) => (
  <TableHead tracks={tracks[layout]} columns={columns[layout]} />
)
