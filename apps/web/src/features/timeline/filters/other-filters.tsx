import { useQuery } from '@tanstack/react-query'
import { ChevronDown, X } from 'lucide-react'
import { useState } from 'react'
import { instancesQuery } from '../../../lib/queries/server.ts'
import { Button } from '../../../ui/button.tsx'
import { chipStyle } from '../../../ui/chip.tsx'
import { isFiltered, noFilters } from '../timeline-search.ts'
import { useTimelineSearch } from '../use-timeline-search.ts'
import { ModelPicker } from './model-picker.tsx'
import { ServerPicker } from './server-picker.tsx'

/** Of which model, and of which server where there are several. */
export function OtherFilters() {
  const { search, change } = useTimelineSearch()
  const { model, server, last } = search
  const [picking, setPicking] = useState<'model' | 'server' | null>(null)
  const { data: servers = [] } = useQuery({ ...instancesQuery, select: ({ instances }) => instances })
  const set = (next: { readonly model?: string | undefined } | { readonly server?: string | undefined }) => {
    setPicking(null)
    change({ ...next, entry: undefined }, { push: true })
  }
  return (
    <div className="contents phone:flex phone:flex-wrap phone:gap-2">
      {model === undefined ? (
        <Opener onOpen={() => setPicking('model')}>Model</Opener>
      ) : (
        <Chosen label="model" value={model} onRemove={() => set({ model: undefined })} />
      )}
      {server !== undefined && <Chosen label="server" value={server} onRemove={() => set({ server: undefined })} />}
      {server === undefined && servers.length > 1 && <Opener onOpen={() => setPicking('server')}>Server</Opener>}
      {isFiltered(search) && (
        <Button look="quiet" onClick={() => change({ ...noFilters, last }, { push: true })}>
          Clear filters
        </Button>
      )}
      {picking === 'model' && <ModelPicker onClose={() => setPicking(null)} onPick={(next) => set({ model: next })} />}
      {picking === 'server' && (
        <ServerPicker
          servers={servers.map(({ name }) => name)}
          onClose={() => setPicking(null)}
          onPick={(next) => set({ server: next })}
        />
      )}
    </div>
  )
}

const Opener = ({ onOpen, children }: { readonly onOpen: () => void; readonly children: string }) => (
  <button type="button" aria-haspopup="dialog" onClick={onOpen} className={chipStyle(false)}>
    {children}
    <ChevronDown aria-hidden />
  </button>
)

interface ChosenProps {
  readonly label: string
  readonly value: string
  readonly onRemove: () => void
}

const Chosen = ({ label, value, onRemove }: ChosenProps) => (
  <button
    type="button"
    aria-label={`Remove filter: ${label} ${value}`}
    title={value}
    onClick={onRemove}
    className={chipStyle(true)}
  >
    <span className="max-w-64 truncate">{value}</span>
    <X aria-hidden />
  </button>
)
