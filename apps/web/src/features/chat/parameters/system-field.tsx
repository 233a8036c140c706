import { textBounds } from 'virtual:setting-bounds'
import type { Preset } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { BookMarked } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import { loadPart } from '../../../lib/load-part.ts'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { notify } from '../../../lib/notices.ts'
import { Button } from '../../../ui/button.tsx'
import { box, type FieldProps } from './parameter-fields.tsx'

const PresetsDialog = lazy(() =>
  loadPart(() => import('../presets/presets-dialog.tsx')).then(({ PresetsDialog }) => ({ default: PresetsDialog })),
)

/** The system prompt, typed or chosen among the presets. */
export function SystemField({ value, inForce, onChange }: FieldProps<string>) {
  const id = useId()
  const [isChoosing, setChoosing] = useState(false)
  const choose = ({ name, system }: Preset) => {
    setChoosing(false)
    if (system === value) return
    onChange(system)
    const undo = { label: 'Undo', run: () => onChange(value) }
    notify({ kind: 'ok', title: `System prompt set to “${name}”`, undo })
  }
  return (
    <div className="grid gap-1">
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id}>{settingWords.system.label}</label>
        <Button
          size="small"
          look="quiet"
          icon={BookMarked}
          aria-haspopup="dialog"
          className="-mr-[9px]"
          onClick={() => setChoosing(true)}
        >
          Presets
        </Button>
      </div>
      <textarea
        id={id}
        rows={3}
        maxLength={textBounds.systemLength}
        value={value ?? ''}
        placeholder={inForce ?? 'None'}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        className={clsx(box, 'block min-h-16 w-full resize-y border-line-strong px-2.5 py-2 phone:text-prose')}
      />
      <Suspense fallback={null}>
        {isChoosing && <PresetsDialog text={value ?? ''} onChoose={choose} onClose={() => setChoosing(false)} />}
      </Suspense>
    </div>
  )
}
