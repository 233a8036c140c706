import type { RunningModel } from '@ollama-dashboard/contracts'

/** The models as they were shown last, in their places: what a row was of stays known for as long as the page is open. */
export type Places = ReadonlyMap<string, RunningModel>

/**
 * Models in the order in which they were first seen, whatever order Ollama lists them in, so that no row moves away
 * under a pointer. One that is restarted keeps its row while it is in no list.
 */
export function keepPlaces(
  before: Places,
  models: readonly RunningModel[],
  restarting: readonly string[],
): { readonly places: Places; readonly shown: readonly RunningModel[] } {
  const places = new Map([...before, ...models.map((model) => [model.name, model] as const)])
  const isListed = (name: string) => models.some((model) => model.name === name)
  const shown = [...places.values()].flatMap((model): RunningModel[] => {
    if (isListed(model.name)) return [model]
    return restarting.includes(model.name) ? [{ ...model, state: 'unloading' }] : []
  })
  return { places, shown }
}
