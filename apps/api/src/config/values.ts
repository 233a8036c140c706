import { isIP } from 'node:net'
import { type Role, roles } from '@ollama-dashboard/contracts'
import type { BucketPolicy } from '../http/buckets.ts'
import { NotAllowed } from './reader.ts'

export interface ConfiguredKey {
  readonly id: string
  readonly role: Role
  readonly key: string
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const logFormats = ['json', 'pretty'] as const
export type LogFormat = (typeof logFormats)[number]

function wholeNumber(text: string, minimum: number, maximum: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= minimum && number <= maximum) return number
  throw new NotAllowed(`a whole number from ${minimum} to ${maximum}`)
}

export const port = (text: string): number => wholeNumber(text, 0, 65_535)

/** A day: nobody waits longer for the first word of a model. */
export const seconds = (text: string): number => wholeNumber(text, 1, 86_400)

/** Zero for no limit. */
export const secondsOrNone = (text: string): number => wholeNumber(text, 0, 86_400)

/** More would only share the same line to the registry. */
export const pullsAtOnce = (text: string): number => wholeNumber(text, 1, 16)

/** Conversations of one key. */
export const conversations = (text: string): number => wholeNumber(text, 1, 100_000)

/** A megabyte holds some two thousand entries; a file beyond a gigabyte is a nuisance to whoever has to look at it. */
export const logBytes = (text: string): number => wholeNumber(text, 1_048_576, 1_073_741_824)

/** How long history is kept, in milliseconds: in days, such as `365d`. */
export function retention(text: string): number {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? []
  if (days !== undefined && Number(days) >= 1 && Number(days) <= 3660) return Number(days) * 86_400_000
  throw new NotAllowed('a number of days from 1d to 3660d, such as 365d')
}

export const path = (text: string): string => text

export function databaseUrl(text: string): string {
  try {
    decodeURI(text)
    // A user without a host, as in front of a socket of this machine, is no URL outside of PostgreSQL.
    const { protocol, hostname, pathname, searchParams, hash } = new URL(text.replace('@/', '@localhost/'))
    const isPostgres = protocol === 'postgres:' || protocol === 'postgresql:'
    const isNamed = (hostname !== '' || searchParams.has('host')) && pathname.length > 1
    // What follows a raw "#", as passwords may have it, would be left out without a word.
    if (isPostgres && isNamed && hash === '') return text
  } catch {
    // Whatever is wrong with it, it is told in the same words.
  }
  throw new NotAllowed(
    'an address such as postgres://user:password@host:5432/database, with special characters percent-encoded',
  )
}

export function anchorUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && url.hash === '') return url
  throw new NotAllowed('an http or https address, such as https://log.example.com/anchors')
}

export function host(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0 || /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(bare)) return bare
  throw new NotAllowed('a host name or an IP address, without a port')
}

export function logLevel(text: string): LogLevel {
  const level = text.toLowerCase()
  const known = logLevels.find((one) => one === level)
  if (known) return known
  throw new NotAllowed(`one of ${logLevels.join(', ')}`)
}

export function logFormat(text: string): LogFormat {
  const format = text.toLowerCase()
  const known = logFormats.find((one) => one === format)
  if (known) return known
  throw new NotAllowed(`one of ${logFormats.join(', ')}`)
}

/** `old|new` accepts both while a key is being replaced. */
export function rotatingKey(text: string): readonly string[] {
  const keys = text.split('|').map((key) => key.trim())
  // What cannot stand in a header could never be sent.
  if (keys.every((key) => /^[\x21-\x7e]+$/.test(key))) return keys
  throw new NotAllowed('a key of printable ASCII characters without spaces, or two keys as "old|new"')
}

/** Both keys of a rotation carry one id: they are the same user. Of a key given to two roles, the lesser counts. */
export const keysOf = (byRole: Readonly<Record<Role, readonly string[] | null>>): ConfiguredKey[] =>
  roles.toReversed().flatMap((role) => (byRole[role] ?? []).map((key) => ({ id: `env:${role}`, role, key })))

const listOf = (text: string): string[] => text.split(',').flatMap((item) => item.trim() || [])

export function origins(text: string): readonly string[] {
  const list = listOf(text).map((origin) => origin.replace(/\/$/, ''))
  const isOrigin = (origin: string) =>
    /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin
  if (list.every(isOrigin)) return list
  throw new NotAllowed('comma-separated origins, such as "https://home.example.com"; "*" is not supported')
}

const proxyWords = ['loopback', 'linklocal', 'uniquelocal']

/** Proxies that are trusted: by their addresses, which never change, and by names, whose addresses do. */
export interface Proxies {
  /** Addresses, networks and words for well-known networks. */
  readonly fixed: readonly string[]
  readonly names: readonly string[]
}

/** Named proxies only: to trust every one would let a caller choose the address that limits are counted by. */
export function proxies(text: string): Proxies {
  const list = listOf(text).map((item) => item.toLowerCase())
  const fixed = list.filter((item) => proxyWords.includes(item) || isNetwork(item))
  const names = list.filter((item) => !fixed.includes(item))
  if (names.every(isProxyName)) return { fixed, names }
  throw new NotAllowed(
    'comma-separated addresses, networks or host names of proxies, or loopback, linklocal, uniquelocal',
  )
}

function isNetwork(item: string): boolean {
  const [address = '', bits, ...rest] = item.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

/** Other programs trust everybody where it says "true"; and what is all digits was meant as an address. */
const isProxyName = (item: string): boolean =>
  item.length <= 253 &&
  /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/.test(item) &&
  /[a-z]/.test(item.slice(item.lastIndexOf('.') + 1)) &&
  !/^(?:true|false|yes|no|on|off|all|any|none)$/.test(item)

/** Without a slash at its end, so that paths can be put behind it. */
export function basePath(text: string): string {
  if (/^\/(?:[\w.~-]+(?:\/[\w.~-]+)*\/?)?$/.test(text) && !/(?:^|\/)\.\.?(?:\/|$)/.test(text))
    return text.replace(/\/$/, '')
  throw new NotAllowed('a path such as "/dash", of letters, digits and the characters . _ ~ -')
}

export function flag(text: string): boolean {
  if (/^(?:true|1|yes|on)$/i.test(text)) return true
  if (/^(?:false|0|no|off)$/i.test(text)) return false
  throw new NotAllowed('true or false')
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

export function rate(text: string): BucketPolicy {
  const [, count, amount, unit = 's'] = /^(\d+)\/(\d+)([smh])?$/.exec(text.replaceAll(' ', '')) ?? []
  const capacity = Number(count)
  const windowSeconds = Number(amount) * (unitSeconds[unit] ?? 1)
  if (capacity >= 1 && capacity <= 1_000_000 && windowSeconds >= 1 && windowSeconds <= 86_400) {
    return { capacity, windowSeconds }
  }
  throw new NotAllowed('requests per time, such as "5/60s"')
}
