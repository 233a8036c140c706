import type { InstanceAddress } from './instances/connect-instance.ts'
import type { DemoReason } from './instances/instance.ts'
import type { Clock } from './kernel/clock.ts'
import { createOllama } from './ollama/ollama-client.ts'
import type { Machine } from './system/watched-host.ts'

/** A simulated Ollama, and the simulated machine it runs on. */
export interface Demo extends DemoReason {
  readonly url: URL
  readonly machine: Machine
  /** Where a real Ollama would appear. */
  readonly awaited: Pick<InstanceAddress, 'url' | 'access'>
  /** Called when it has appeared and has been gone over to. */
  readonly left: (() => void) | undefined
}

const lookAgainMs = 3000
const answerLimitMs = 2000

/** Looks for a real Ollama every three seconds and goes over to it as soon as one answers. */
export function leaveDemo(demo: Demo, clock: Clock, goOver: () => Promise<void>): Disposable {
  const closing = new AbortController()
  const ollama = createOllama(demo.awaited.url, demo.awaited)
  let cancel = schedule()

  function schedule() {
    return clock.after(lookAgainMs, () => void look())
  }
  async function look() {
    const limit = AbortSignal.any([closing.signal, AbortSignal.timeout(answerLimitMs)])
    const answered = await ollama.version(limit).then(
      () => true,
      () => false,
    )
    if (closing.signal.aborted) return
    if (!answered) {
      cancel = schedule()
      return
    }
    await goOver()
    await ollama[Symbol.asyncDispose]()
    demo.left?.()
  }

  return {
    [Symbol.dispose]() {
      closing.abort()
      cancel()
      void ollama[Symbol.asyncDispose]()
    },
  }
}
