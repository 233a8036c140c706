import { type KvCacheType, kvCacheTypes } from '@ollama-dashboard/contracts'
import { parseOllamaHost } from '@ollama-dashboard/core'
import { NotAllowed } from './reader.ts'

export interface NamedAddress {
  readonly name: string
  /** With name and password, where it holds them. */
  readonly url: URL
}

/** Where Ollama listens unless it is told otherwise. */
export const defaultHost = '127.0.0.1'

export function address(text: string, defaultPort?: number): URL {
  try {
    return parseOllamaHost(text, defaultPort)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const form = 'an Ollama address, such as 127.0.0.1:11434 or https://ollama.example.com'
    const hasZone = text.toLowerCase().includes('fe80:') && text.includes('%')
    throw new NotAllowed(hasZone ? `${form}, without an IPv6 zone` : form)
  }
}

export function instances(text: string): [NamedAddress, ...NamedAddress[]] {
  const form =
    'comma-separated name=address pairs without duplicate names, such as "main=127.0.0.1:11434,gpu=10.0.0.5:11434"'
  const [first, ...others] = text.split(',').map((pair): NamedAddress => {
    const [, name, place] = /^\s*([A-Za-z0-9][A-Za-z0-9_.-]{0,63})\s*=\s*(\S+)\s*$/.exec(pair) ?? []
    if (name === undefined || place === undefined) throw new NotAllowed(form)
    return { name, url: address(place) }
  })
  const names = [first, ...others].map((instance) => instance?.name)
  if (!first || new Set(names).size < names.length) throw new NotAllowed(form)
  return [first, ...others]
}

/** Reads a number like Ollama does in its own variables: null if it is invalid. Source: envconfig.Uint. */
export const count = (text: string): number | null => {
  const number = Number(text)
  return /^\d+$/.test(text) && Number.isSafeInteger(number) ? number : null
}

/** Ollama takes its own where it does not know the type. Source: llm/server.go of Ollama. */
export const kvCacheType = (text: string): KvCacheType | null =>
  kvCacheTypes.find((type) => type === text.toLowerCase()) ?? null

/** Reads a flag like Ollama does: false for what Go's `strconv.ParseBool` reads as false, else true. */
export const flag = (text: string): boolean => !/^(?:0|[fF]|false|FALSE|False)$/.test(text)

/** Reads a duration with a unit, or a number of seconds; null for anything else. Source: envconfig.KeepAlive of Ollama. */
export function keepAlive(text: string): string | null {
  if (/^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) return text
  return /^[+-]?\d{1,18}$/.test(text) ? `${text}s` : null
}
