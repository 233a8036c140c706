import { type CatalogueModel, comparableName, type Catalogue as View } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { InstanceInput, Instances } from '../instances/instances.ts'
import { perInstance } from '../instances/per-instance.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { narrowed, sees } from '../kernel/rights/sees.ts'
import { type Fits, fitsIn, type HostMemory } from '../memory/host-memory.ts'
import { memoryBeforePull } from '../memory/memory-estimate.ts'
import type { InstalledModel } from '../ollama/ollama.ts'
import { type CatalogueEntry, type CatalogueFile, catalogueFile } from './read-catalogue.ts'
import { type CatalogueQuery, isAskedFor } from './search-catalogue.ts'

/** The models that could be pulled, seen from one server. */
export interface Catalogue {
  /**
   * Returns the same object for a category until something changes, so that its JSON can be cached. Models that the caller may
   * not know of are left out: it could not pull them.
   */
  list(context: CallContext, input?: InstanceInput & CatalogueQuery): Promise<View>
}

export interface CatalogueOptions {
  readonly instances: Instances
  readonly hostMemory: (instance: Instance) => Promise<HostMemory | null>
  readonly file?: CatalogueFile
}

/** Results are cached per server, until its installed models or its memory change. */
export function createCatalogue({ instances, hostMemory, file = catalogueFile }: CatalogueOptions): Catalogue {
  const lastOf = perInstance((): { made: Cached | null } => ({ made: null }))

  /** What a server and its host add to the file; made again only when that changed, not whenever it is read. */
  async function cachedFor(instance: Instance): Promise<Cached> {
    const { value } = await instance.installed.read()
    const host = await hostMemory(instance)
    const has = namesOf(value ?? [])
    const here = file.models.map(({ name, size }) => ({
      installed: has.has(comparableName(name)),
      fits: fitsIn(memoryBeforePull(size), host),
    }))
    const state = JSON.stringify(here)
    const last = lastOf(instance)
    if (last.made?.state === state) return last.made
    const now: Cached = { state, here, byCategory: new Map() }
    last.made = now
    return now
  }

  function select(here: readonly InstanceView[], query: CatalogueQuery): View {
    const models = file.models.flatMap((entry, index): CatalogueModel[] => {
      const seen = here[index]
      return seen && isAskedFor(entry, query) ? [view(entry, seen)] : []
    })
    return { models, as_of: file.as_of }
  }

  return {
    async list({ actor }, query = {}) {
      const { here, byCategory } = await cachedFor(instances.find(query.instance))
      // Searches are as many as there are words: they are made each time.
      if (query.q !== undefined || query.capability !== undefined) return seen(select(here, query), actor)
      const category = query.category ?? 'all'
      const known = byCategory.get(category) ?? select(here, { category })
      byCategory.set(category, known)
      return seen(known, actor)
    },
  }
}

const seen = narrowed<View>(({ models, ...rest }, actor) => ({
  ...rest,
  models: models.filter(({ name }) => sees(actor, { model: name })),
}))

interface InstanceView {
  readonly installed: boolean
  readonly fits: Fits
}

interface Cached {
  readonly state: string
  readonly here: readonly InstanceView[]
  readonly byCategory: Map<'best' | 'all', View>
}

const namesOf = (installed: readonly InstalledModel[]) => new Set(installed.map(({ name }) => comparableName(name)))

const view = (entry: CatalogueEntry, { installed, fits }: InstanceView): CatalogueModel => ({
  name: entry.name,
  description: entry.description,
  parameter_size: entry.parameter_size,
  size: entry.size,
  capabilities: [...entry.capabilities],
  context_length: entry.context_length,
  installed,
  fits,
  best: entry.best,
})
