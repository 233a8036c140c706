import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { saveFile } from '../../../lib/files/save-file.ts'
import { allPerformanceQuery } from '../../../lib/queries/performance.ts'
import { type Period, statsHistoryQuery } from '../../../lib/queries/system.ts'
import { Button } from '../../../ui/button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { hoursRangeOf } from '../period.ts'
import { operationsQuery, residencyQuery } from '../queries.ts'
import { hostCsv, hoursCsv, modelsCsv, operationsCsv, residencyCsv } from './monitor-files.ts'

/** What the page shows, for a spreadsheet. */
export function ExportMenu({ period }: { readonly period: Period }) {
  const instance = useInstance()
  const hours = hoursRangeOf(period, Date.now() / 1000)
  const isAllowed = {
    host: useMissing('system.statsHistory') === null,
    replies: useMissing('performance.list') === null,
    residency: useMissing('models.residency') === null,
    operations: useMissing('metrics.performance') === null,
  }
  const { data: host } = useQuery({ ...statsHistoryQuery(instance, period), enabled: isAllowed.host })
  const { data: replies } = useQuery({ ...allPerformanceQuery(instance, hours), enabled: isAllowed.replies })
  const { data: residency } = useQuery({ ...residencyQuery(instance, period), enabled: isAllowed.residency })
  const { data: operations } = useQuery({ ...operationsQuery(instance, hours), enabled: isAllowed.operations })
  const name = 'range' in period ? period.range : period.from.replaceAll(':', '')
  const files = [
    { label: 'Load, memory and GPUs', name: `host-${name}`, text: host && (() => hostCsv(host)) },
    { label: 'Models in memory', name: `residency-${name}`, text: residency && (() => residencyCsv(residency)) },
    { label: 'Requests per hour', name: `requests-${hours}`, text: replies && (() => hoursCsv(replies)) },
    { label: 'Model performance', name: `models-${hours}`, text: replies && (() => modelsCsv(replies)) },
    { label: 'Operations', name: `operations-${hours}`, text: operations && (() => operationsCsv(operations)) },
  ]
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={Download}>
          <span className="phone:sr-only">CSV</span>
        </Button>
      }
    >
      {files.map(({ label, name, text }) => (
        <MenuItem key={label} disabled={!text} onSelect={() => text && save(name, text())}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  )
}

const save = (name: string, text: string): void => saveFile(`${name}.csv`, text, 'text/csv;charset=utf-8')
