import { exitOf } from './exit.ts'
import { type DashboardOptions, openDashboard } from './open-dashboard.ts'

/** Runs the dashboard as this process until a signal ends it. */
export async function run(options: Pick<DashboardOptions, 'version' | 'webRoot'>): Promise<void> {
  try {
    closeOnSignal(await openDashboard({ ...options, fail: exit }))
  } catch (error) {
    exit(error)
  }
}

/** Ends the process, and tells why in words where it can. */
export function exit(error: unknown): never {
  const { code, message } = exitOf(error)
  console.error(message)
  process.exit(code)
}

/** The same one again within this was sent to the whole group of processes, and passed on by `npm start` as well. */
const oneSignalMs = 500

/** The first signal lets answers finish; a second one does not wait for them. */
function closeOnSignal(server: AsyncDisposable): void {
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | null = null
  const close = async (signal: NodeJS.Signals, number: number) => {
    if (first?.signal === signal && performance.now() - first.at < oneSignalMs) return
    if (first) process.exit(128 + number)
    first = { signal, at: performance.now() }
    await server[Symbol.asyncDispose]()
    process.exit(0)
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
}
