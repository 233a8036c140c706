import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportResult } from '@ollama-dashboard/contracts'
import type { ChangeOrigin } from '../changed-settings.ts'
import type { SettingsStore } from '../settings-store.ts'
import { type PlannedImport, type PlanOptions, planImport } from './plan-import.ts'
import { readSettingsFile, type SettingsFile } from './settings-file.ts'

export interface ImportOptions extends Pick<PlanOptions, 'spelled'> {
  /** Only tells what it would do. */
  readonly dryRun?: boolean | undefined
  /** Of the models in the file, those that the caller may know of; all when absent. The others are as if they were not there. */
  readonly isTaken?: (model: string) => boolean
}

/** Saves what a file holds, all or none, and tells for each model what became of it. */
export async function takeIn(
  store: Pick<SettingsStore, 'changeMany'>,
  file: SettingsFile,
  origin: ChangeOrigin,
  { dryRun = false, isTaken: isMeant = () => true, ...how }: ImportOptions & PlanOptions,
): Promise<ImportResult> {
  const { entries, problems } = readSettingsFile(
    Object.fromEntries(Object.entries(file).filter(([model]) => isMeant(model))),
  )
  // A file may have 32 MB, of which each step takes its time: others have a turn in between.
  await nextTurn()
  let plan: readonly PlannedImport[] = []
  await store.changeMany((saved) => {
    plan = planImport(entries, saved, how)
    return dryRun ? [] : plan.filter(isTaken).map(({ entry }) => entry)
  }, origin)
  await nextTurn()
  const imported = plan.filter(isTaken).length
  return {
    imported,
    skipped: plan.length - imported,
    models: plan.map(({ entry: _, ...told }) => told),
    errors: [...problems],
  }
}

const isTaken = ({ outcome }: PlannedImport): boolean => outcome === 'new' || outcome === 'replaced'
