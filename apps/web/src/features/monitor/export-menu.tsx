import type { ServerPerformance, StatsHistory } from '@ollama-dashboard/contracts'
import { Download } from 'lucide-react'
import { saveFile } from '../../lib/files/save-file.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { hostCsv, hoursCsv, modelsCsv } from './monitor-files.ts'

export interface ExportMenuProps {
  readonly host: StatsHistory | undefined
  readonly replies: ServerPerformance | undefined
}

/** What the page shows, for a spreadsheet. */
export const ExportMenu = ({ host, replies }: ExportMenuProps) => (
  <Menu
    align="end"
    trigger={
      <Button icon={Download}>
        <span className="phone:sr-only">CSV</span>
      </Button>
    }
  >
    <MenuItem disabled={!host} onSelect={() => host && save(`host-${host.range}`, hostCsv(host))}>
      Load, memory and GPUs
    </MenuItem>
    <MenuItem disabled={!replies} onSelect={() => replies && save(`requests-${replies.range}`, hoursCsv(replies))}>
      Requests per hour
    </MenuItem>
    <MenuItem disabled={!replies} onSelect={() => replies && save(`models-${replies.range}`, modelsCsv(replies))}>
      Model performance
    </MenuItem>
  </Menu>
)

const save = (name: string, text: string): void => saveFile(`${name}.csv`, text, 'text/csv;charset=utf-8')
