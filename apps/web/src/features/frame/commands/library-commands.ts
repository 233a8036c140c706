import type { CatalogueModel } from '@ollama-dashboard/contracts'
import { Download, LibraryBig } from 'lucide-react'
import { formatBytes } from '../../../lib/format.ts'
import { checkModelName } from '../../../lib/models/check-model-name.ts'
import type { PaletteCommand } from './palette-command.ts'

/** The models of the library that are not installed: each opens the library at it. */
export const libraryCommands = (catalogue: readonly CatalogueModel[]): PaletteCommand[] =>
  catalogue.filter(({ installed }) => !installed).map((model) => toLibrary(model))

function toLibrary(model: CatalogueModel): PaletteCommand {
  const { name } = model
  const effect = { kind: 'library', model: name } as const
  return { group: 'Library', icon: LibraryBig, label: '', model: name, isSearchedOnly: true, ...sizeOf(model), effect }
}

function sizeOf({ size, fits }: CatalogueModel): Pick<PaletteCommand, 'aside' | 'words'> {
  if (fits !== 'no') return { aside: formatBytes(size) }
  return { words: { kind: 'broken', text: `${formatBytes(size)}, too big` } }
}

/** Who asks for a pull can pull any name, "pull llama3.2:3b", or one that the library has. */
export function pullCommands(catalogue: readonly CatalogueModel[], search: string): PaletteCommand[] {
  const [verb = '', ...asked] = search.trim().split(/\s+/)
  if (asked.length === 0 || !/^(?:pull|download)$/i.test(verb)) return []
  const words = asked.map((word) => word.toLowerCase())
  const found = catalogue.filter(({ name, installed }) => !installed && words.every((word) => name.includes(word)))
  const check = checkModelName(asked.join(' '))
  const isOther = check?.isValid && !found.some(({ name }) => name === check.name)
  return [...(isOther ? [pull(check.name)] : []), ...found.map((model) => ({ ...pull(model.name), ...sizeOf(model) }))]
}

const pull = (model: string): PaletteCommand => ({
  group: 'Actions',
  icon: Download,
  label: 'Pull',
  model,
  effect: { kind: 'pull', model },
})
