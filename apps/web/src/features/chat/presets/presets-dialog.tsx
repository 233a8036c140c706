import type { Preset } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { BookMarked, SearchX } from 'lucide-react'
import { useState } from 'react'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { presetsQuery } from '../queries.ts'
import { PresetList } from './preset-list.tsx'
import { SavePreset } from './save-preset.tsx'

export interface PresetsDialogProps {
  /** The present system prompt; empty for none. */
  readonly text: string
  readonly onChoose: (preset: Preset) => void
  readonly onClose: () => void
}

/** So many are found without a search. */
const few = 8

/** System prompts that are kept for everybody: one is chosen, and the present one is added to them. */
export function PresetsDialog({ text, onChoose, onClose }: PresetsDialogProps) {
  const { data, error, isFetching, refetch } = useQuery(presetsQuery)
  const [search, setSearch] = useState<string>()
  const wanted = search?.toLowerCase() ?? ''
  const found = data?.presets.filter(({ name, system }) => `${name}\n${system}`.toLowerCase().includes(wanted))
  const isKnown = data?.presets.some(({ system }) => system === text)
  return (
    <Dialog onClose={onClose} title="System prompt presets">
      <p className="-mt-2 text-ink-muted">Shared with everyone who uses this dashboard.</p>
      {data && data.presets.length > few && <TextFilter label="Search presets" value={search} onChange={setSearch} />}
      {!data && error && <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={3} />}
      {data?.presets.length === 0 && (
        <Empty icon={BookMarked} title="No presets yet">
          {text === '' ? 'Type a system prompt, then save it here.' : 'Save the current system prompt below.'}
        </Empty>
      )}
      {found?.length === 0 && search !== undefined && (
        <Empty icon={SearchX} title="No matching presets">
          The search covers names and prompts.
        </Empty>
      )}
      {found && found.length > 0 && <PresetList presets={found} text={text} onChoose={onChoose} />}
      {data && text !== '' && !isKnown && <SavePreset system={text} onSaved={onClose} />}
      {data && data.presets.length > 0 && text === '' && (
        <p className="border-t border-line pt-4 text-small text-ink-muted">
          To add a preset, type a system prompt first.
        </p>
      )}
    </Dialog>
  )
}
