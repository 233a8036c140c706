import type { Core } from './core-interface.ts'
import type { CoreOptions } from './core-options.ts'
import type { OpenDemoPast } from './demo/demo-past.ts'
import { type History, openHistory } from './history/open-history.ts'
import type { Instances } from './instances/instances.ts'
import type { Background } from './kernel/background.ts'
import type { Clock } from './kernel/clock.ts'
import type { OnAttempt } from './kernel/collector/collector-options.ts'
import type { ModelTasks } from './models/actions/model-tasks.ts'
import type { Replicas } from './replicas/replicas.ts'
import { createResidencyLog, type ResidencyLog } from './residency/residency.ts'
import { watchedFolder } from './system/disk.ts'
import { localHost } from './system/local-host.ts'
import { memoryUsage } from './system/memory/memory-usage.ts'
import { createWatchedHost, type WatchedHost } from './system/watched-host.ts'

interface HostOptions
  extends Pick<
    CoreOptions,
    'host' | 'demo' | 'storage' | 'historyRetentionMs' | 'dataDir' | 'modelsDir' | 'instances'
  > {
  readonly past: Pick<OpenDemoPast, 'history' | 'samples' | 'replies' | 'residency'> | null
  readonly watched: () => Instances
  readonly tasks: ModelTasks
  readonly onAttempt: OnAttempt
  readonly clock: Clock
  readonly background: Background
  readonly replicas: Replicas
}

/** The machine that is watched, and what it was like. */
export interface OpenHost extends AsyncDisposable {
  readonly host: WatchedHost
  readonly history: History
  readonly residency: ResidencyLog
  readonly system: Core['system']
  /** Goes over from a simulated machine to this one: what is saved from now on is of this one. */
  leaveDemo(): void
}

/** Opens what was stored of the host and watches it. */
export async function openHost(options: HostOptions): Promise<OpenHost> {
  const {
    demo,
    past,
    storage,
    watched: instances,
    tasks,
    historyRetentionMs: retentionMs,
    onAttempt,
    clock,
    background,
  } = options
  await using opened = new AsyncDisposableStack()
  const repository = (past ?? storage).history
  const history = opened.use(await openHistory({ repository, instances, retentionMs, past, clock, background }))
  const diskOf = watchedFolder(options)
  const onUnexpected = (error: unknown) => background.failed('GPU figures', error)
  const here = () => ({ probe: options.host ?? localHost({ diskOf, clock, onUnexpected }), modelsFolder: diskOf })
  const host = opened.use(createWatchedHost(demo?.machine ?? here(), clock, { onSample: history.sample, onAttempt }))
  const residency = opened.use(
    createResidencyLog({
      repository: (past ?? storage).residency,
      instances,
      tasks,
      retentionMs,
      clock,
      background,
      leader: options.replicas.leader,
    }),
  )
  const subjects = opened.move()
  const stats = () => host.monitor().stats()
  return {
    host,
    history,
    residency,
    system: {
      stats,
      history: history.read,
      memoryUsage: async (context, input) =>
        memoryUsage(context, input, { instances: instances(), stats: await stats() }),
      versions: () => ({ operating_system: host.operatingSystem(), gpu_driver: host.driver() }),
    },
    leaveDemo() {
      host.watch(here())
      history.begin()
    },
    [Symbol.asyncDispose]: () => subjects.disposeAsync(),
  }
}
