import type { AvailableModel, AvailableModels } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { canChat } from '../../../lib/models/capabilities.ts'
import { availableQuery, runningQuery } from '../../../lib/queries/models.ts'
import { useIsTalking } from '../exchange/exchanges.ts'

const chatModels = ({ models }: AvailableModels): readonly AvailableModel[] => models.filter(canChat)

/** The installed models that can reply; undefined until they are known. */
export const useChatModels = () => useQuery({ ...availableQuery(useInstance()), select: chatModels })

export type LoadState = 'loaded' | 'loading' | 'not loaded'

/** How near a model is to its first word. */
export function useLoadState(model: string | null): LoadState {
  const { data } = useQuery({
    ...runningQuery(useInstance()),
    select: ({ models }) => models.find(({ name }) => name === model)?.state ?? null,
  })
  const isTalking = useIsTalking(model)
  return isTalking || data === 'loaded' ? 'loaded' : data === 'loading' ? 'loading' : 'not loaded'
}

const lastModelKey = 'chat-model'

export function rememberModel(model: string): void {
  try {
    localStorage.setItem(lastModelKey, model)
  } catch {
    // The next new chat begins with another one.
  }
}

function lastModel(): string | null {
  try {
    return localStorage.getItem(lastModelKey)
  } catch {
    return null
  }
}

/** Who a new chat is with, unless somebody says otherwise: as last time, else what is loaded, else the first. */
export function useUsualModel(): string | null {
  const { data: models = [] } = useChatModels()
  const { data: loaded } = useQuery({
    ...runningQuery(useInstance()),
    select: (list) => list.models.filter(canChat)[0]?.name ?? null,
  })
  const last = lastModel()
  const isInstalled = (name: string | null | undefined) => models.some((model) => model.name === name)
  return (isInstalled(last) ? last : isInstalled(loaded) ? loaded : models[0]?.name) ?? null
}
