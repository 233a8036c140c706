import { systemClock } from '../src/kernel/clock.ts'
import { createServiceHost, type ServiceHost } from '../src/service/service-host.ts'
import type { ProgramResult } from '../src/system/run-program.ts'

export type Said = Partial<ProgramResult> | string

/** A host whose programs say what is told for the words that they are called with, and whose calls are kept in order. */
export function recordedPrograms(
  says: (call: string) => Said | undefined,
  more: Partial<ServiceHost> & { root?: string } = {},
) {
  const calls: string[] = []
  // Nothing has to be waited for: what programs say is there.
  const clock = { ...systemClock, after: (_: number, callback: () => void) => systemClock.after(0, callback) }
  const host = createServiceHost(
    clock,
    {},
    {
      platform: 'linux',
      userId: 1000,
      run: async (program, args) => {
        const call = [program, ...args].join(' ')
        calls.push(call)
        const said = says(call)
        const missing = { outcome: 'missing', exitCode: null, stdout: '', stderr: '' } as const
        if (said === undefined) return missing
        const exited = { outcome: 'exited', exitCode: 0, stdout: '', stderr: '' } as const
        return typeof said === 'string' ? { ...exited, stdout: said } : { ...exited, ...said }
      },
      ...more,
    },
  )
  return { host, calls }
}
