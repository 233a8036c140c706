import { type InstanceAddress, type Location, locations } from '@ollama-dashboard/core'
import { NotAllowed } from './reader.ts'

type Instances = readonly [InstanceAddress, ...InstanceAddress[]]

/** Says where each server runs: one word for all, or `name=word` pairs between commas. */
export function withLocations(text: string, [first, ...others]: Instances): Instances {
  const locationOf = readLocations(
    text,
    [first, ...others].map(({ name }) => name),
  )
  const located = (address: InstanceAddress): InstanceAddress => ({ ...address, location: locationOf(address.name) })
  return [located(first), ...others.map(located)]
}

function readLocations(text: string, names: readonly string[]): (name: string) => Location {
  const wordOf = (word: string) => locations.find((location) => location === word.trim().toLowerCase())
  const forAll = wordOf(text)
  if (forAll) return () => forAll
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, at)).trim()
    const location = wordOf(pair.slice(at + 1))
    if (location && names.includes(name)) return [name, location] as const
    throw new NotAllowed(
      `${locations.join(', ')}, or comma-separated name=location pairs for servers of OLLAMA_INSTANCES`,
    )
  })
  const byName = new Map(pairs)
  return (name) => byName.get(name) ?? 'auto'
}
