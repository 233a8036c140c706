import { readText } from '../../../lib/address-search.ts'
import { type Capability, capabilities } from '../../../lib/models/capabilities.ts'

export const sortColumns = ['name', 'parameters', 'size', 'context', 'modified'] as const
export type SortColumn = (typeof sortColumns)[number]

export const optionalColumns = ['capabilities', 'parameters', 'quantisation', 'size', 'context', 'modified'] as const
export type OptionalColumn = (typeof optionalColumns)[number]

export const detailTabs = [
  'glance',
  'parameters',
  'template',
  'modelfile',
  'licence',
  'memory',
  'performance',
  'raw',
] as const
export type DetailTab = (typeof detailTabs)[number]

export const settingsTabs = ['settings', 'difference', 'history'] as const
export type SettingsTab = (typeof settingsTabs)[number]

export const isSettingsTab = (tab: DetailTab | SettingsTab | undefined): tab is SettingsTab =>
  settingsTabs.some((one) => one === tab)

/** Everything the models page shows, so that its address can be kept and sent. Absent means: as at first. */
export interface ModelsSearch {
  readonly q?: string
  readonly can?: readonly Capability[]
  readonly family?: string
  readonly running?: true
  readonly customised?: true
  readonly sort?: SortColumn
  readonly desc?: true
  readonly hide?: readonly OptionalColumn[]
  /** The model whose drawer is open. */
  readonly model?: string
  readonly tab?: DetailTab | SettingsTab
  /** The model about whose deletion the page asks. */
  readonly delete?: string
}

const oneOf = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
  words.find((word) => word === value)

const manyOf = <T extends string>(words: readonly T[], value: unknown): readonly T[] | undefined => {
  const found = Array.isArray(value) ? words.filter((word) => value.includes(word)) : []
  return found.length > 0 ? found : undefined
}

/** Longer than any name of a model. */
const maxLength = 600

/** What makes sense of an address; the rest of it is ignored, for an old link should still open the page. */
export function readModelsSearch(search: Record<string, unknown>): ModelsSearch {
  const read = {
    q: readText(search['q'], maxLength),
    can: manyOf(capabilities, search['can']),
    family: readText(search['family'], maxLength),
    running: search['running'] === true ? true : undefined,
    customised: search['customised'] === true ? true : undefined,
    sort: oneOf(sortColumns, search['sort']),
    desc: search['desc'] === true ? true : undefined,
    hide: manyOf(optionalColumns, search['hide']),
    model: readText(search['model'], maxLength),
    tab: oneOf([...detailTabs, ...settingsTabs], search['tab']),
    delete: readText(search['delete'], maxLength),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as ModelsSearch
}
