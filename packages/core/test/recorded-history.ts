import type { StatsHistory } from '@ollama-dashboard/contracts'
import { onTestFinished } from 'vitest'
import { type HistoryPast, openHistory } from '../src/history/open-history.ts'
import type { StepColumns } from '../src/history/step-columns.ts'
import { createInstances } from '../src/instances/instances.ts'
import { createBackground } from '../src/kernel/background.ts'
import type { CallContext } from '../src/kernel/call-context.ts'
import type { Storage } from '../src/storage/storage.ts'
import type { HostFigures } from '../src/system/host-probe.ts'
import { memoryOf } from '../src/system/local-host.ts'
import type { FakeClock } from './fake-clock.ts'
import { stubInstance } from './stub-ollama.ts'

/** A host with these figures: half of its memory is used, and it has no GPU. */
export const hostFigures = (cpu: number | null, more: Partial<HostFigures> = {}): HostFigures => ({
  cpu: { percent: cpu, cores: 8, load_average: [] },
  memory: memoryOf(100, 50),
  vram: null,
  unified_memory: null,
  gpus: [],
  gpus_known: true,
  disk: null,
  uptime_seconds: 5,
  host: 'workstation',
  ...more,
})

/** Steps as they are stored. */
export const stepsOf = (seconds: number) => ({ storedSeconds: seconds, stepSeconds: seconds })

/** When those steps begin that something is known of. */
export const beginsOf = (steps: StepColumns): number[] =>
  Array.from({ length: steps.length }, (_, place) => place)
    .filter((place) => steps.has(place))
    .map((place) => steps.startAt(place))

/** History over a storage, of a host and of a server named `default`; it is closed with the test at the latest. */
export async function recordedHistory(
  storage: Pick<Storage, 'history'>,
  clock: FakeClock,
  more: { retentionMs?: number; past?: HistoryPast } = {},
) {
  const { instance } = stubInstance()
  const instances = createInstances([instance])
  const repository = storage.history
  const background = createBackground({ clock })
  const history = await openHistory({ repository, instances: () => instances, clock, background, ...more })
  onTestFinished(async () => {
    await history[Symbol.asyncDispose]()
    await instances[Symbol.asyncDispose]()
  })
  const read = async (context: CallContext, input: Parameters<typeof history.read>[1]): Promise<StatsHistory> =>
    JSON.parse(String((await history.read(context, input)).bytes))
  return { history, read, instance }
}
