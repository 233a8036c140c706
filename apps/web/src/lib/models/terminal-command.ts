import type { Model } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { currentOf } from '../api/current-instance.ts'
import { useInstance } from '../api/use-instance.ts'
import { instancesQuery } from '../queries/server.ts'
import { canChat } from './capabilities.ts'

const usualUrl = 'http://127.0.0.1:11434'

/** How to use a model from a terminal: one that only embeds cannot be run. */
export function terminalCommand({ name, capabilities }: Pick<Model, 'name' | 'capabilities'>, url = usualUrl): string {
  if (canChat({ capabilities })) return `ollama run ${name}`
  return `curl ${url}/api/embed -d '${JSON.stringify({ model: name, input: 'Why is the sky blue?' })}'`
}

/** The same, for models of the server that the page is about. */
export function useTerminalCommands(): (model: Pick<Model, 'name' | 'capabilities'>) => string {
  const instance = useInstance()
  const { data: url } = useQuery({ ...instancesQuery, select: ({ instances }) => currentOf(instances, instance)?.url })
  return (model) => terminalCommand(model, url)
}

export const useTerminalCommand = (model: Pick<Model, 'name' | 'capabilities'>): string => useTerminalCommands()(model)
