import { TableHead } from '../../../../ui/table-head.tsx'
import { tracks } from './key-row.tsx'

const shown = ['Name', 'Role', 'Last used', 'From', 'Expires'] as const
const columns = [...shown.map((name) => ({ name })), { name: 'Actions', className: 'sr-only' }]

export const KeysHead = () => <TableHead tracks={tracks} columns={columns} />
