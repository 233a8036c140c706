import { comparableName } from '@ollama-dashboard/contracts/parse-model-name'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useAreKeysNamed } from '../../lib/access/key-name.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { type Missing, useMissing } from '../../lib/api/use-permission.ts'
import { useLonger } from '../../lib/hooks/use-longer.ts'
import { availableQuery } from '../../lib/queries/models.ts'
import { savedSettingsQuery } from '../../lib/queries/settings.ts'
import { type Advice, type ModelDefaults, modelDefaults } from './model-defaults.ts'
import { allRecommendedQuery } from './queries.ts'

export interface ModelDefaultsState {
  /** Null until what is saved is known, and what is recommended, unless that takes long. */
  readonly models: readonly ModelDefaults[] | null
  /** What is recommended is still being found out. */
  readonly isComing: boolean
  readonly advice: Advice | null
  /** The role that is missing for recommendations. */
  readonly needs: Missing | null
  /** How many models are looked at meanwhile; null until that is known. */
  readonly count: number | null
  readonly error: unknown
  readonly retry: () => void
}

/** Since it was asked for. A list that is drawn sooner changes its rows before anybody has read one. */
const adviceWithinMs = 300

/**
 * Every model with what is saved and recommended for it, kept up to date. A thousand models are a thousand questions to
 * Ollama, the first time: what is saved does not wait for their answers.
 */
export function useModelDefaults(): ModelDefaultsState {
  const instance = useInstance()
  const needs = useMissing('settings.allRecommended')
  const installed = useQuery({ ...availableQuery(instance), select: namesOf })
  const saved = useQuery({ ...savedSettingsQuery, select: ({ settings }) => settings })
  const advice = useQuery({ ...allRecommendedQuery(instance), enabled: needs === null })

  const names = installed.data ?? null
  const isBehind = useMemo(
    () => names !== null && advice.data !== undefined && hasMore(names, advice.data),
    [names, advice.data],
  )
  const { refetch } = advice
  useEffect(() => {
    // Asked once for each list of models, for Ollama may list one that it then knows nothing of.
    void names
    if (isBehind) void refetch()
  }, [names, isBehind, refetch])

  const isSettled = (query: { readonly data: unknown; readonly error: unknown }) =>
    query.data !== undefined || query.error !== null
  const isComing = needs === null && !isSettled(advice)
  const isNamed = useAreKeysNamed(saved.data?.map(({ updated_by }) => updated_by) ?? [])
  const isKnown = saved.data !== undefined && isNamed && isSettled(installed)
  const isLate = useLonger(isComing, adviceWithinMs)
  const isReady = isKnown && (!isComing || isLate)
  const models = useMemo(
    () =>
      isReady
        ? modelDefaults({ installed: names, saved: saved.data ?? [], advice: advice.data ?? null, isComing })
        : null,
    [isReady, names, saved.data, advice.data, isComing],
  )
  const failed = [saved, installed, advice].find((query) => query.data === undefined && query.error !== null)
  return {
    models,
    isComing,
    advice: advice.data ?? null,
    needs,
    count: names?.length ?? null,
    error: failed?.error ?? null,
    retry: () =>
      void Promise.all([saved, installed, ...(needs === null ? [advice] : [])].map((query) => query.refetch())),
  }
}

const namesOf = ({ models }: { readonly models: readonly { readonly name: string }[] }) =>
  models.map(({ name }) => name)

/** A model was pulled since. */
function hasMore(names: readonly string[], { recommendations, errors }: Advice): boolean {
  const known = new Set([...recommendations, ...errors].map(({ model }) => comparableName(model)))
  return names.some((name) => !known.has(comparableName(name)))
}
