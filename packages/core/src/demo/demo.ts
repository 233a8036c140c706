import type { InstanceAddress } from '../instances/connect-instance.ts'
import type { DemoReason } from '../instances/instance.ts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import { createOllama } from '../ollama/ollama-client.ts'
import type { Machine } from '../system/watched-host.ts'
import type { DemoPast } from './demo-past.ts'

/** A simulated Ollama, and the simulated machine it runs on. */
export interface Demo extends DemoReason {
  readonly url: URL
  readonly machine: Machine
  /** What each subject has of the time before `until`, when the demo begins; nothing when absent. */
  readonly past?: (until: number) => readonly DemoPast[]
  /** Where a real Ollama would appear. */
  readonly awaited: Pick<InstanceAddress, 'url' | 'access'>
  /** Called when it has appeared and has been gone over to. */
  readonly left: (() => void) | undefined
}

const lookAgainMs = 3000
const answerLimitMs = 2000

export interface LeaveDemoOptions {
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** Puts the real Ollama in the place of the simulated one. */
  readonly goOver: () => Promise<void>
}

/** Looks for a real Ollama every three seconds and goes over to it as soon as one answers. */
export function leaveDemo(demo: Demo, { clock, background, goOver }: LeaveDemoOptions): AsyncDisposable {
  const closing = new AbortController()
  const ollama = createOllama(demo.awaited.url, demo.awaited)
  let cancel = schedule()

  function schedule() {
    return clock.after(lookAgainMs, () => void background.settle('leaving the demo', look()))
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
    async [Symbol.asyncDispose]() {
      closing.abort()
      cancel()
      await ollama[Symbol.asyncDispose]()
    },
  }
}
