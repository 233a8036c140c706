import { Download, X } from 'lucide-react'
import { useOutage } from '../../lib/api/outage.ts'
import { type Missing, useMissing } from '../../lib/api/use-permission.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { Button } from '../../ui/button.tsx'
import { LockedPage } from '../../ui/locked-page.tsx'
import { ChainCard } from './chain/chain-card.tsx'
import { EntriesPanel } from './entries-panel.tsx'
import { AuditFilters } from './filters/audit-filters.tsx'
import { LogNote } from './log-note.tsx'
import { useAuditSearch } from './use-audit-search.ts'
import { useExport } from './use-export.ts'
import { useReadPage } from './use-read-page.ts'
import { sinceWords } from './words/entry-words.ts'

/** Who did what, when, from where, and how it ended. */
export function AuditPage() {
  usePageTitle('Audit')
  const needs = useMissing('audit.list')
  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:px-4 phone:pt-4">
      {needs === null ? <AuditLog /> : <Locked needs={needs} />}
    </main>
  )
}

const Locked = ({ needs }: { readonly needs: Missing }) => (
  <>
    <div className="flex min-h-8 items-center">
      <h1>Audit</h1>
    </div>
    <div className="rounded-panel border border-line bg-panel">
      <LockedPage missing={needs}>
        Sign in with an admin key to see who did what, and whether the log of it is intact.
      </LockedPage>
    </div>
  </>
)

function AuditLog() {
  const { search } = useAuditSearch()
  const read = useReadPage(search)
  const { latest } = read
  const file = useExport(search)
  // The log does not need Ollama.
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <h1>Audit</h1>
        {latest && <p className="text-ink-muted tabular-nums">{sinceWords(latest)}</p>}
        <div className="ml-auto">
          {file.isPending ? (
            <Button icon={X} onClick={file.cancel}>
              Cancel export
            </Button>
          ) : (
            <Button icon={Download} unavailable={unavailable} onClick={file.start}>
              Export
            </Button>
          )}
        </div>
      </div>
      <LogNote />
      <ChainCard unavailable={unavailable} />
      <AuditFilters counts={latest?.counts} entries={latest?.entries} />
      <EntriesPanel read={read} unavailable={unavailable} />
    </>
  )
}
