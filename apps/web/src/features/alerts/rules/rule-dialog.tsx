import type { AlertRule } from '@ollama-dashboard/contracts'
import { RotateCcw, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { DialogButtons } from '../../../ui/dialog-buttons.tsx'
import { DialogFoot } from '../../../ui/dialog-foot.tsx'
import { formDialog } from '../../../ui/form-dialog.ts'
import { changeOf, draftOf, isRead, newDraft, newRule, type RuleDraft, readDraft, ruleErrorsOf } from './rule-draft.ts'
import { RuleFields } from './rule-fields.tsx'
import { isChanged } from './rule-words.ts'
import { useAddRule, useChangeRule, useRemoveRule } from './use-rule-actions.ts'

export interface RuleDialogProps {
  /** Null for a new one. */
  readonly rule: AlertRule | null
  readonly onClose: () => void
}

/** Makes a rule, or changes one: what is wrong stands beside its field. */
export function RuleDialog({ rule, onClose }: RuleDialogProps) {
  const [draft, setDraft] = useState<RuleDraft>(() => (rule ? draftOf(rule) : newDraft))
  const [isTried, setTried] = useState(false)
  const add = useAddRule(onClose)
  const change = useChangeRule(onClose)
  const remove = useRemoveRule(onClose)
  const error = add.error ?? change.error ?? remove.error
  const told = ruleErrorsOf(error)
  const isPending = add.isPending || change.isPending || remove.isPending
  const read = readDraft(draft, rule)
  const edit = (next: Partial<RuleDraft>) => {
    setDraft((before) => ({ ...before, ...next }))
    for (const mutation of [add, change, remove]) mutation.reset()
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!isRead(read)) return setTried(true)
    if (!rule) return add.mutate(newRule(draft, read))
    const changed = changeOf(rule, draft, read)
    if (Object.keys(changed).length === 0) return onClose()
    change.mutate({ rule, change: changed })
  }
  return (
    <Dialog onClose={onClose} title={rule ? `Rule: ${rule.title}` : 'New rule'} className={formDialog}>
      <form noValidate onSubmit={send} className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {rule && <p className="wrap-anywhere text-ink-muted">{rule.description}</p>}
        <RuleFields
          draft={draft}
          rule={rule}
          errors={{ ...(isTried && !isRead(read) ? read : {}), ...told }}
          onChange={edit}
        />
        {rule && (
          <div className="-mt-1">
            {rule.built_in ? (
              <Button
                look="quiet"
                icon={RotateCcw}
                disabled={isPending || !isChanged(rule)}
                title={isChanged(rule) ? 'As the dashboard comes' : 'It has its defaults'}
                onClick={() => remove.mutate(rule)}
              >
                Restore defaults
              </Button>
            ) : (
              <Delete isPending={isPending} onDelete={() => remove.mutate(rule)} />
            )}
          </div>
        )}
        <DialogFoot>
          {error && !told && <ProblemNote error={error} />}
          <DialogButtons onClose={onClose}>
            <Button type="submit" look="primary" disabled={isPending}>
              {rule ? (change.isPending ? 'Saving…' : 'Save') : add.isPending ? 'Making…' : 'Make rule'}
            </Button>
          </DialogButtons>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

/** Asks once more in its own place: there is no way to have it back but to make it again. */
function Delete({ isPending, onDelete }: { readonly isPending: boolean; readonly onDelete: () => void }) {
  const [isAsking, setAsking] = useState(false)
  return isAsking ? (
    <div className="flex flex-wrap items-center gap-2">
      <p className="text-ink-muted">Delete it? What it found stays in the history.</p>
      <Button look="destroy" autoFocus icon={Trash2} disabled={isPending} onClick={onDelete}>
        Delete rule
      </Button>
    </div>
  ) : (
    <Button look="quiet" icon={Trash2} className="-ml-2.5" disabled={isPending} onClick={() => setAsking(true)}>
      Delete
    </Button>
  )
}
