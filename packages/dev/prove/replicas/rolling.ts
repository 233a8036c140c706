import { setTimeout as sleep } from 'node:timers/promises'
import { call, inMs } from './calls.ts'
import { adminKey, type Fleet } from './fleet.ts'
import type { Outcome, Step } from './step.ts'

export const rolling: readonly Step[] = [{ name: 'a rolling restart under load', run: restart }]

const loadMs = 60_000
const readers = 8
const chats = 4

/** Every replica is ended by SIGTERM and started anew, one after the other, while others read and chat. */
async function restart(fleet: Fleet): Promise<Outcome> {
  const wrong: string[] = []
  const counts = { reads: 0, whole: 0, interrupted: 0 }
  let slowest = 0
  let isOver = false

  async function read() {
    while (!isOver) {
      const { status, ms, json } = await call(fleet.url, '/api/models/running')
      counts.reads += 1
      slowest = Math.max(slowest, ms)
      if (status !== 200) wrong.push(`a read was answered ${status} ${json.detail ?? ''}`)
      await sleep(20)
    }
  }

  async function chat() {
    while (!isOver) {
      try {
        const answer = await fetch(`${fleet.url}/api/chat`, {
          method: 'POST',
          headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', connection: 'close' },
          body: JSON.stringify({ model: 'llama3.2:3b', prompt: 'Write 100 words', stream: true }),
          signal: AbortSignal.timeout(30_000),
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

  const working = [...Array.from({ length: readers }, read), ...Array.from({ length: chats }, chat)]
  const startedAt = performance.now()
  for (let index = 0; index < fleet.urls.length; index += 1) {
    await sleep(loadMs / (fleet.urls.length + 1))
    await fleet.restart(index)
  }
  await sleep(Math.max(0, loadMs - (performance.now() - startedAt)))
  isOver = true
  await Promise.all(working)
  const { reads, whole, interrupted } = counts
  const replies = `${whole} replies whole, ${interrupted} told that they were interrupted`
  return { said: `${reads} reads, the slowest ${inMs(slowest)}; ${replies}`, wrong }
}
