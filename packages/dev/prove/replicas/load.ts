import { setTimeout as sleep } from 'node:timers/promises'
import { call, inMs } from './calls.ts'
import { listen, type SeenEvent } from './event-stream.ts'
import { adminKey } from './fleet.ts'
import type { Outcome } from './step.ts'

const readers = 8
const listeners = 2
/** How many words each one asks for, again and again: replies that are soon whole, and some that outlast the end of a replica. */
const chats = [100, 100, 100, 1500, 1500]
const paths = [
  '/api/models/running',
  '/api/models/available',
  '/api/models/settings',
  '/api/jobs',
  '/api/chat/history',
  '/api/observability/alerts',
  '/api/timeline',
  '/api/system/stats',
]

/** Reads, opens pages, chats and listens over a proxy, until it is ended: that tells what was met. */
export async function startLoad(url: string): Promise<{ end(): Promise<Outcome> }> {
  const wrong: string[] = []
  const counts = { reads: 0, pages: 0, again: 0, whole: 0, interrupted: 0, streams: 0 }
  const over = Promise.withResolvers<void>()
  let slowest = 0
  let isOver = false
  const { cookie } = await call(url, '/api/session', { method: 'POST' })

  async function read(index: number) {
    // One half is of programs, the other of browsers.
    const by = index % 2 === 0 ? {} : { key: '', headers: { cookie } }
    for (let turn = index; !isOver; turn += 1) {
      const path = paths[turn % paths.length] ?? ''
      const { status, ms, json } = await call(url, path, by)
      counts.reads += 1
      slowest = Math.max(slowest, ms)
      if (status !== 200) wrong.push(`a read of ${path} was answered ${status} ${json.detail ?? ''}`)
      await sleep(20)
    }
  }

  /** As a browser does that has nothing in its cache. Resolves with the answers that it cannot use. */
  async function openPage(): Promise<readonly number[]> {
    const page = await call(url, '/')
    const parts = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, part = '']) => part)
    if (page.status !== 200 || parts.length === 0) return [page.status]
    const statuses: number[] = []
    for (const part of parts) statuses.push((await call(url, part)).status)
    return statuses.filter((status) => status !== 200)
  }

  async function openPages() {
    while (!isOver) {
      counts.pages += 1
      if ((await openPage()).length > 0) {
        // The last one that had its parts has just ended: whoever opens the page again gets that of another version.
        counts.again += 1
        for (const status of await openPage()) wrong.push(`a page or a part of it was answered ${status}`)
      }
      await sleep(100)
    }
    if (counts.again > 1) wrong.push(`the page had to be opened again ${counts.again} times`)
  }

  async function chat(words: number) {
    while (!isOver) {
      try {
        const answer = await fetch(`${url}/api/chat`, {
          method: 'POST',
          headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', connection: 'close' },
          body: JSON.stringify({ model: 'llama3.2:3b', prompt: `Write ${words} words`, stream: true }),
          signal: AbortSignal.timeout(60_000),
        })
        const last = (await answer.text()).trim().split('\n').at(-1) ?? ''
        const { done, error, code } = JSON.parse(last) as { done?: boolean; error?: { code?: string }; code?: string }
        if (done === true) counts.whole += 1
        else if ((error?.code ?? code) === 'shutting_down') counts.interrupted += 1
        else wrong.push(`a reply ended with ${last.slice(0, 200)}`)
      } catch (error) {
        wrong.push(`a chat failed: ${String((error as Error).cause ?? error)}`)
      }
      await sleep(100)
    }
  }

  async function follow() {
    let last: SeenEvent | undefined
    while (!isOver) {
      try {
        await using stream = await listen(url, last?.id)
        await Promise.race([stream.ended, over.promise])
        last = stream.seen.at(-1) ?? last
        if (isOver) return
        counts.streams += 1
        if (last?.event !== 'error' || last.data.code !== 'shutting_down')
          wrong.push(`an event stream ended with ${last?.event ?? 'nothing'}`)
      } catch (error) {
        wrong.push(String(error))
      }
      await sleep(100)
    }
  }

  const working = [
    ...Array.from({ length: readers }, (_, index) => read(index)),
    ...Array.from({ length: listeners }, follow),
    ...chats.map(chat),
    openPages(),
  ]
  return {
    async end() {
      isOver = true
      over.resolve()
      await Promise.all(working)
      const { reads, pages, again, whole, interrupted, streams } = counts
      const replies = `${whole} replies whole, ${interrupted} told that they were interrupted`
      const opened = `${reads} reads, the slowest ${inMs(slowest)}; ${pages} pages, ${again} opened again`
      return { said: `${opened}; ${replies}; ${streams} event streams told the same`, wrong }
    },
  }
}
