import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that has nothing to do with the dashboard, of which pages with any host name can be opened. */
export interface ForeignServer extends AsyncDisposable {
  readonly port: number
}

export async function startForeignServer(): Promise<ForeignServer> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A request that changes something. */
export interface Change {
  readonly method: 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object
}

export interface Attempts {
  /** The origin of the dashboard. */
  readonly target: string
  readonly changes: readonly Change[]
  readonly reads: readonly string[]
}

/** Tries in a page whatever reaches another origin, and resolves with what it could read of it. It runs in the browser. */
export async function attempt({ target, changes, reads }: Attempts): Promise<string[]> {
  const read: string[] = []
  const note = (how: string, what: unknown) => void read.push(`${how}: ${what}`)
  const credentials = 'include'

  /** Resolves when the element has loaded, or failed to. */
  function placed<E extends HTMLElement>(element: E): Promise<E> {
    return new Promise((resolve) => {
      element.onload = element.onerror = () => resolve(element)
      document.body.append(element)
    })
  }

  async function sendForm({ method, path }: Change, enctype: string): Promise<void> {
    const frame = await placed(Object.assign(document.createElement('iframe'), { name: `${enctype} ${path}` }))
    const form = document.createElement('form')
    Object.assign(form, { method, action: target + path, enctype, target: frame.name })
    document.body.append(form)
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    form.submit()
    await loaded
    if (frame.contentDocument) note(`form ${path}`, frame.contentDocument.body.textContent)
  }

  async function fetched(path: string, init: RequestInit): Promise<void> {
    try {
      const answer = await fetch(target + path, { credentials, ...init })
      if (answer.type !== 'opaque') note(`fetch ${path}`, await answer.text())
    } catch {
      // The browser keeps the answer to itself.
    }
  }

  for (const change of changes) {
    const { method, path, body = {} } = change
    if (method === 'POST') {
      for (const enctype of ['application/x-www-form-urlencoded', 'text/plain']) await sendForm(change, enctype)
      navigator.sendBeacon(target + path, new Blob([JSON.stringify(body)], { type: 'text/plain' }))
      await fetched(path, { method, mode: 'no-cors' })
      await fetched(path, { method, body: JSON.stringify(body) })
    }
    const json = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    await fetched(path, json)
    await fetched(path, { ...json, headers: { ...json.headers, 'x-api-key': 'guessed' } })
  }

  for (const path of reads) {
    await fetched(path, { mode: 'no-cors' })
    await fetched(path, {})
    const globals = new Set(Object.keys(window))
    await placed(Object.assign(document.createElement('script'), { src: target + path }))
    for (const name of Object.keys(window)) if (!globals.has(name)) note(`script ${path}`, name)
    const image = await placed(Object.assign(document.createElement('img'), { src: target + path }))
    if (image.naturalWidth > 0) note(`image ${path}`, image.naturalWidth)
    const frame = await placed(Object.assign(document.createElement('iframe'), { src: target + path }))
    if (frame.contentDocument?.body.textContent) note(`frame ${path}`, frame.contentDocument.body.textContent)
  }

  await new Promise<void>((resolve) => {
    const events = new EventSource(`${target}/api/events`, { withCredentials: true })
    const end = () => {
      events.close()
      resolve()
    }
    events.onerror = end
    for (const kind of ['snapshot', 'message']) {
      events.addEventListener(kind, (event) => {
        note('events', (event as MessageEvent).data)
        end()
      })
    }
  })
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(`${target.replace('http', 'ws')}/api/events`)
    socket.onopen = () => note('websocket', 'open')
    socket.onclose = () => resolve()
  })
  return read
}
