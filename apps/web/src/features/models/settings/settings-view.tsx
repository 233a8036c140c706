import { Tabs } from '@base-ui/react/tabs'
import { Info, Undo2, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useActionState } from '../../../lib/models/model-actions.ts'
import { notify } from '../../../lib/notices.ts'
import { edit, editsOf, setEdits } from '../../../lib/settings-drafts.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { RunningStatus } from '../../../parts/running-status.tsx'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { DrawerHead, DrawerTabs, drawerPanel } from '../details/drawer-parts.tsx'
import { textOf } from '../fields/setting-values.ts'
import { HistoryTab } from '../history/history-tab.tsx'
import type { SettingsTab as Tab } from '../list/models-search.ts'
import { DifferenceTab } from './difference-tab.tsx'
import { ResetDialog } from './reset-dialog.tsx'
import { SaveBar } from './save-bar.tsx'
import { changedFields, differences, diffPatch, type FieldState, patchOf } from './settings-fields.ts'
import { SettingsTab } from './settings-tab.tsx'
import { needsReload, useSettingsForm } from './use-settings-form.ts'

export interface SettingsViewProps {
  readonly name: string
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
  readonly onDetails: () => void
  readonly onClose: () => void
}

/** The settings of one model: what is typed, what differs from what is recommended, and the bar that saves. */
export function SettingsView({ name, tab, onTab, onDetails, onClose }: SettingsViewProps) {
  const needs = useMissing('settings.save')
  const needsReset = useMissing('settings.reset')
  const form = useSettingsForm(name)
  const { pending } = useActionState(useInstance(), name)
  const [isResetting, setResetting] = useState(false)
  const { entry, fields, recommendation, save } = form
  const changes = fields ? changedFields(fields) : []
  const reloading = needsReload(form)
  const differing = fields ? differences(fields).length : 0
  const isAsRecommended =
    entry !== undefined && Object.keys(diffPatch(entry.settings, recommendation?.settings ?? {})).length === 0
  const canReset = recommendation !== null && recommendation.reasons.length > 0

  const submit = (restart: boolean) => {
    if (!entry || !fields || save.isPending || needs !== null) return
    if (changes.length === 0 || changes.some(({ problem }) => problem !== null)) return
    save.mutate({ patch: patchOf(fields), edits: editsOf(name), before: entry, restart })
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    submit(false)
  }
  const use = (states: readonly FieldState[]) => {
    for (const { field, recommended } of states) edit(name, field, textOf(field, recommended?.value))
  }
  const reset = (look: 'plain' | 'quiet') => (
    <Button
      look={look}
      size="small"
      icon={Undo2}
      needs={needsReset}
      disabled={!canReset || (isAsRecommended && changes.length === 0)}
      onClick={() => setResetting(true)}
    >
      Reset to recommended
    </Button>
  )

  return (
    <>
      <DrawerHead
        name={name}
        end={
          <>
            <span className="flex h-8 items-center phone:h-11 phone:pr-1">
              <RunningStatus name={name} state={form.state} />
            </span>
            <span className="my-[3px] phone:hidden">{reset('quiet')}</span>
            <IconButton icon={Info} label={`Details of ${name}`} className="phone:size-11" onClick={onDetails} />
            <IconButton icon={X} label="Close settings" className="phone:size-11" onClick={onClose} />
          </>
        }
      />
      <Tabs.Root value={tab} onValueChange={onTab} className="flex min-h-0 flex-1 flex-col">
        <DrawerTabs
          label="Settings"
          value={tab}
          tabs={[
            ['settings', 'Settings'],
            [
              'difference',
              <>
                Compare with recommended{' '}
                {differing > 0 && <span className="text-ink-faint tabular-nums">{differing}</span>}
              </>,
            ],
            ['history', 'History'],
          ]}
        />
        <form onSubmit={onSubmit} noValidate className="flex min-h-0 flex-1 flex-col">
          <Tabs.Panel value="settings" className={`${drawerPanel} gap-6`}>
            <SettingsTab form={form} needs={needs} reset={reset('plain')} />
          </Tabs.Panel>
          <Tabs.Panel value="difference" className={drawerPanel}>
            {!form.isReady && <Skeleton className="h-40" />}
            {form.recommendationError && <ProblemNote error={form.recommendationError} />}
            {form.isReady && fields && !form.recommendationError && (
              <DifferenceTab fields={fields} recommendation={recommendation} needs={needs} onUse={use} />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="history" className={`${drawerPanel} gap-4`}>
            {form.error && <ProblemNote error={form.error} />}
            {fields && <HistoryTab model={name} fields={fields} needs={needs} />}
          </Tabs.Panel>
          {changes.length > 0 && (
            <SaveBar
              changes={changes}
              reloading={reloading}
              needs={needs}
              isSaving={save.isPending}
              isBusy={pending !== null}
              error={form.saveError}
              onDiscard={() => discard(name)}
              onRestart={() => submit(true)}
            />
          )}
        </form>
      </Tabs.Root>
      {isResetting && canReset && entry && fields && (
        <ResetDialog
          entry={entry}
          fields={fields}
          recommendation={recommendation}
          unsaved={changes.length}
          onClose={() => setResetting(false)}
        />
      )}
    </>
  )
}

function discard(name: string): void {
  const edits = editsOf(name)
  setEdits(name, {})
  const bringBack = () => setEdits(name, { ...edits, ...editsOf(name) })
  notify({
    kind: 'ok',
    title: `Changes to ${name} discarded`,
    topic: 'discard',
    undo: { label: 'Undo', run: bringBack },
  })
}
