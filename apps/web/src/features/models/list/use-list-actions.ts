import { useCallback, useMemo, useRef } from 'react'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useModelAction } from '../../../lib/models/model-actions.ts'
import { useMissingForActions } from '../../../lib/models/model-locks.ts'
import type { ListActions, OpenModel } from '../model-actions.tsx'
import { isSettingsTab } from './models-search.ts'
import { useModelsSearch } from './use-models-search.ts'

/** The actions of the list. They stay the same while one scrolls, so that only rows that come into sight are drawn. */
export function useListActions(onDelete: ListActions['onDelete']): ListActions {
  const needs = useMissingForActions()
  const unavailable = useUnavailable()
  const { mutate: act } = useModelAction(useInstance())
  const { search, change } = useModelsSearch()
  const shown = useRef(search)
  shown.current = search
  const onOpen = useCallback<OpenModel>(
    (name, view) => {
      const { model, tab } = shown.current
      const details = isSettingsTab(tab) ? undefined : tab
      const next = view === 'settings' ? 'settings' : view === 'details' ? details : tab
      change({ model: name, tab: next }, { push: model === undefined })
    },
    [change],
  )
  return useMemo(() => ({ needs, unavailable, act, onOpen, onDelete }), [needs, unavailable, act, onOpen, onDelete])
}
