import { type InstanceAddress, type OllamaAccess, splitCredentials } from '@ollama-dashboard/core'
import { apiKey, certificates, headers } from './access-values.ts'
import * as ollama from './ollama-values.ts'
import type { Reader } from './reader.ts'
import { port as portNumber } from './values.ts'

export interface ConfiguredInstances {
  /** The first is the default one. */
  readonly instances: readonly [InstanceAddress, ...InstanceAddress[]]
  /** Whether somebody said where Ollama is. */
  readonly areNamed: boolean
}

/**
 * The Ollama servers and how each lets the dashboard in. A secret goes to the one server that its variable names:
 * `OLLAMA_API_KEY` to the only server, `OLLAMA_API_KEY_GPU` to the one called "gpu".
 */
export function readInstances(reader: Reader): ConfiguredInstances {
  const port = reader.read('OLLAMA_PORT', portNumber) ?? undefined
  const host = reader.readAddress('OLLAMA_HOST', (text) => ollama.address(text, port))
  const named = reader.readAddress('OLLAMA_INSTANCES', ollama.instances)
  const [first, ...others] = named ?? [{ name: 'default', url: host ?? ollama.address(ollama.defaultHost, port) }]
  const read = ({ name, url }: ollama.NamedAddress) => withAccess(reader, name, url, others.length === 0)
  refuseUnnamed(reader, named)
  return { instances: [read(first), ...others.map(read)], areNamed: host !== null || named !== null }
}

function withAccess(reader: Reader, name: string, address: URL, isOnly: boolean): InstanceAddress {
  const { url, authorization } = splitCredentials(address)
  const suffix = suffixOf(name)
  const key =
    reader.readSecret(`OLLAMA_API_KEY${suffix}`, apiKey) ??
    (isOnly ? reader.readSecret('OLLAMA_API_KEY', apiKey) : null)
  const own =
    reader.readSecret(`OLLAMA_HEADERS${suffix}`, headers) ??
    (isOnly ? reader.readSecret('OLLAMA_HEADERS', headers) : null)
  const ca = reader.read(`OLLAMA_CA_FILE${suffix}`, certificates) ?? reader.read('OLLAMA_CA_FILE', certificates)
  const ways = [authorization, key, own?.['authorization'] ?? null].filter((way) => way !== null)
  if (ways.length > 1) {
    reader.refuse(
      `The server "${name}" has more than one Authorization. Use only one: user name and password in its address, ` +
        'OLLAMA_API_KEY, or Authorization in OLLAMA_HEADERS.',
    )
  }
  const sent = {
    ...own,
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(authorization && { authorization }),
  }
  const access: OllamaAccess = {
    ...(Object.keys(sent).length > 0 && { headers: sent }),
    ...(ca !== null && { ca }),
  }
  return { name, url, ...(Object.keys(access).length > 0 && { access }) }
}

/** A secret must not go to a server that it may not be meant for. */
function refuseUnnamed(reader: Reader, named: readonly ollama.NamedAddress[] | null) {
  if (named === null || named.length < 2) return
  const suffixes = named.map(({ name }) => suffixOf(name))
  for (const variable of ['OLLAMA_API_KEY', 'OLLAMA_HEADERS']) {
    if (reader.has(variable)) {
      const each = suffixes.map((suffix) => variable + suffix).join(', ')
      reader.refuse(`${variable} does not say which server it is for. Use one of ${each} instead.`)
    }
    const shared = suffixes.find((suffix, index) => suffixes.indexOf(suffix) !== index)
    if (shared !== undefined && reader.has(variable + shared)) {
      reader.refuse(`${variable + shared} matches more than one server of OLLAMA_INSTANCES. Rename one of them.`)
    }
  }
}

/** The name of a server as a suffix of its variables: "gpu-box.2" is "_GPU_BOX_2". */
const suffixOf = (name: string): string => `_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`
