import type { SettingsEntry } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import type { ThinkingModel } from '../../../lib/models/think-choices.ts'
import { edit, rebase } from '../../../lib/settings-drafts.ts'
import { Button } from '../../../ui/button.tsx'
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx'
import { ContextField } from '../fields/context-field.tsx'
import { SettingField } from '../fields/setting-field.tsx'
import { groupsOf, namesOf, type SettingGroup } from '../fields/setting-groups.ts'
import { isSameValue } from '../fields/setting-values.ts'
import { type FieldState, type FieldStates, savedTexts } from './settings-fields.ts'
import type { SettingsForm as Form } from './use-settings-form.ts'

export interface SettingsFormProps {
  readonly name: string
  readonly entry: SettingsEntry
  readonly fields: FieldStates
  readonly info: Form['info']
  readonly running: Form['running']
  readonly needs: Missing | null
  readonly onLeave: () => void
}

/** Every setting that makes sense for the model, by meaning. */
export function SettingsForm({ info, ...shared }: SettingsFormProps) {
  return groupsOf(info?.model ?? null).map((group) =>
    group.isFolded ? (
      <FoldedGroup key={group.title} group={group} info={info} {...shared} />
    ) : (
      <Group key={group.title} title={group.title} aside={differing(group, shared.fields)}>
        <Fields group={group} info={info} {...shared} />
      </Group>
    ),
  )
}

interface GroupProps {
  readonly title: string
  readonly aside: string | null
  readonly children: React.ReactNode
}

function Group({ title, aside, children }: GroupProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h3 id={id} className="flex items-baseline gap-2 pb-1.5">
        <span className="flex-none font-strong">{title}</span>
        {aside !== null && <span className="text-small font-normal text-ink-faint">{aside}</span>}
      </h3>
      {children}
    </section>
  )
}

/** Until it is read. */
const unknownModel: ThinkingModel = { think_values: null }

interface FieldsProps extends SettingsFormProps {
  readonly group: SettingGroup
}

function Fields({ group, name, entry, fields, info, running, needs, onLeave }: FieldsProps) {
  return group.fields.map((field) => {
    const shared = {
      state: fields[field],
      model: info?.model ?? unknownModel,
      entry,
      needs,
      onText: (text: string) => edit(name, field, text),
      onLeave,
      onKeep: () => rebase(name, savedTexts(entry.settings, [field])),
    }
    if (field !== 'num_ctx') return <SettingField key={field} {...shared} />
    return <ContextField key={field} {...shared} info={info} running={running} layers={fields.num_gpu} />
  })
}

function FoldedGroup({ group, ...shared }: FieldsProps) {
  const states = group.fields.map((field) => shared.fields[field])
  const [isOpen, setOpen] = useState(states.some(({ isChanged }) => isChanged))
  return (
    <Group title={group.title} aside={namesOf(group.fields)}>
      <div className="border-t border-line pt-2">
        <Button
          look="quiet"
          size="small"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="-ml-[9px] [&>svg]:size-3.5"
        >
          <ChevronRight
            aria-hidden
            className={clsx('-ml-0.5 transition-transform duration-150', isOpen && 'rotate-90')}
          />
          {isOpen ? 'Hide' : 'Show'} {states.length} fields, {standing(states)}
          {!isOpen && states.some(({ isChanged }) => isChanged) && <UnsavedMark />}
        </Button>
      </div>
      {isOpen && (
        <div className="mt-2">
          <Fields group={group} {...shared} />
        </div>
      )}
    </Group>
  )
}

/** What is folded away and yet not as the model has it. */
function standing(states: readonly FieldState[]): string {
  const invalid = states.filter(({ problem }) => problem !== null).length
  const set = states.filter(({ chosen }) => chosen !== null).length
  const better = states.filter(({ recommended, isRecommended }) => recommended !== null && !isRecommended).length
  const words = [
    invalid > 0 && `${invalid} invalid`,
    set === 0 ? 'none changed' : `${set} changed`,
    better > 0 && `${better} ${better === 1 ? 'differs' : 'differ'} from recommended`,
  ]
  return words.filter(Boolean).join(', ')
}

/** "1 of 3 differs from the model", where that is worth a word. */
function differing({ fields: names }: SettingGroup, fields: FieldStates): string | null {
  const count = names.filter((field) => {
    const { chosen, without } = fields[field]
    return chosen !== null && without !== null && !isSameValue(chosen, without.value)
  }).length
  if (count === 0 || names.length < 3) return null
  return `${count} of ${names.length} ${count === 1 ? 'differs' : 'differ'} from the model`
}
