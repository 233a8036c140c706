import { createHash } from 'node:crypto'
import { channelKinds } from '@ollama-dashboard/contracts'
import { displayAddress, splitCredentials } from '../../ollama/ollama-address.ts'
import type { HttpChannel } from './channel.ts'

type HttpKind = HttpChannel['kind']

const httpKinds = channelKinds.filter((kind): kind is HttpKind => kind !== 'email')
const mostChannels = 20

/**
 * Addresses of receivers, separated by commas: `https://hooks.slack.com/…, ntfy+https://push.example/alerts#phone`. The kind
 * follows from the host, unless it stands before the address with a "+"; what follows "#" is the name. Throws TypeError
 * with what is allowed, as the end of a sentence, which quotes nothing of the text: addresses are secrets.
 */
export function parseChannels(text: string): readonly HttpChannel[] {
  const channels = addressesIn(text).map(parseChannel)
  if (channels.length > mostChannels) throw new TypeError(`at most ${mostChannels} addresses`)
  const repeated = channels.some(({ id }, index) => channels.findIndex((one) => one.id === id) !== index)
  if (repeated) throw new TypeError('different addresses, with different names after "#"')
  return channels
}

/** A comma within an address stays: only one before another address separates. */
function addressesIn(text: string): readonly string[] {
  const addresses: string[] = []
  for (const part of text.split(',')) {
    const before = addresses.pop()
    if (before !== undefined && !/^\s*[a-z+]+:\/\//i.test(part)) addresses.push(`${before},${part}`)
    else addresses.push(...(before === undefined ? [] : [before]), part)
  }
  return addresses
}

function parseChannel(text: string): HttpChannel {
  const [, written, address = ''] = /^(?:([a-z]+)\+)?(https?:\/\/\S+)$/i.exec(text.trim()) ?? []
  if (!URL.canParse(address)) {
    throw new TypeError('comma-separated http or https addresses, such as "https://hooks.slack.com/services/…"')
  }
  const url = new URL(address)
  const kind = written === undefined ? kindOf(url) : httpKinds.find((one) => one === written.toLowerCase())
  if (!kind) throw new TypeError(`addresses whose kind, before the "+", is one of ${httpKinds.join(', ')}`)
  const name = url.hash.slice(1)
  if (name !== '' && !/^[a-z0-9][a-z0-9_-]{0,31}$/i.test(name)) {
    throw new TypeError('addresses whose name, after the "#", has at most 32 letters, digits, "-" and "_"')
  }
  url.hash = ''
  // Short, and by a hash, since the address itself is a secret.
  const id = name || `${kind}-${createHash('sha256').update(url.href).digest('hex').slice(0, 8)}`
  const shown = displayAddress(url)
  const target = name === '' ? shown : `${shown} (${name})`
  return { id, kind, target, secrets: secretsIn(url), ...readers[kind](url) }
}

function kindOf({ hostname, pathname }: URL): HttpKind {
  const isOf = (host: string) => hostname === host || hostname.endsWith(`.${host}`)
  if (isOf('webhook.office.com') || hostname === 'outlook.office.com') {
    throw new TypeError(
      'another address for Teams: its connectors have ended, so make a workflow that starts by a webhook',
    )
  }
  if (hostname === 'hooks.slack.com' || hostname === 'hooks.slack-gov.com') return 'slack'
  if ((isOf('discord.com') || isOf('discordapp.com')) && pathname.startsWith('/api/')) return 'discord'
  if (isOf('logic.azure.com') || isOf('api.powerplatform.com')) return 'teams'
  if (hostname === 'api.telegram.org') return 'telegram'
  if (hostname === 'events.pagerduty.com' || hostname === 'events.eu.pagerduty.com') return 'pagerduty'
  if (hostname.startsWith('ntfy.')) return 'ntfy'
  return hostname.startsWith('gotify.') ? 'gotify' : 'webhook'
}

type Read = Pick<HttpChannel, 'url' | 'headers' | 'fields'>

const readers: Readonly<Record<HttpKind, (url: URL) => Read>> = {
  webhook: plain,
  slack: plain,
  teams: plain,
  discord(address) {
    const read = plain(address)
    // Without it Discord answers before it has looked at the message.
    read.url.searchParams.set('wait', 'true')
    return read
  },
  ntfy(address) {
    const { password, username } = address
    const { url, headers } = plain(address)
    const segments = url.pathname.split('/').filter(Boolean)
    const topic = segments.pop()
    if (!topic) throw new TypeError('an ntfy address that ends in a topic, such as "https://ntfy.sh/my-topic"')
    url.pathname = `/${segments.join('/')}`
    const token = username === '' ? password : ''
    return { url, headers: token === '' ? headers : { authorization: `Bearer ${token}` }, fields: { topic } }
  },
  gotify(address) {
    const { url, headers } = plain(address)
    const token = url.searchParams.get('token')
    if (!token) throw new TypeError('a Gotify address with its token, such as "https://gotify.example.com/?token=…"')
    url.searchParams.delete('token')
    url.pathname = `${url.pathname.replace(/\/(?:message)?$/, '')}/message`
    return { url, headers: { ...headers, 'x-gotify-key': token }, fields: {} }
  },
  telegram(address) {
    const { url, headers } = plain(address)
    const fields = Object.fromEntries(url.searchParams)
    if (!fields['chat_id'] || !/^\/bot[^/]+(?:\/sendMessage)?\/?$/i.test(url.pathname)) {
      throw new TypeError('a Telegram address such as "https://api.telegram.org/bot<token>/sendMessage?chat_id=…"')
    }
    url.search = ''
    url.pathname = `/${url.pathname.split('/')[1]}/sendMessage`
    return { url, headers, fields }
  },
  pagerduty(address) {
    const { url, headers } = plain(address)
    const key = url.searchParams.get('routing_key')
    if (!key) {
      throw new TypeError('a PagerDuty address such as "https://events.pagerduty.com/v2/enqueue?routing_key=…"')
    }
    url.search = ''
    if (url.pathname === '/') url.pathname = '/v2/enqueue'
    return { url, headers, fields: { routing_key: key } }
  },
}

function plain(address: URL): Read {
  const { url, authorization } = splitCredentials(address)
  return { url, headers: authorization === null ? {} : { authorization }, fields: {} }
}

/** Short parts of a path are words, which stand in other texts too. */
const shortestPart = 12

/** Of what the address of a receiver holds, what would let somebody else in. */
function secretsIn({ pathname, search, searchParams, username, password }: URL): readonly string[] {
  const decoded = (text: string) => {
    try {
      return decodeURIComponent(text)
    } catch {
      return text
    }
  }
  const parts = [...pathname.split('/'), ...pathname.split(/[/:]|\/bot/), ...searchParams.values()]
  const token = searchParams.get('token') ?? ''
  const longer = parts.map(decoded).filter(({ length }) => length >= shortestPart)
  return [...new Set([pathname.slice(1) + search, ...longer, token, decoded(password), decoded(username)])].filter(
    Boolean,
  )
}
