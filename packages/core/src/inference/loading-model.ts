import { sameModel } from '@ollama-dashboard/contracts'
import type { Reading } from '../kernel/collector/reading.ts'
import { DashboardError } from '../kernel/errors.ts'
import { isZero } from '../models/actions/keep-alive.ts'
import { isSameModel } from '../models/find-model.ts'
import type { LoadedModel } from '../ollama/ollama.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeTools } from './exchange-tools.ts'

/** Until its first word a model that is not in memory is on its way there, as lists and events tell it. */
export interface Loading {
  /** Tells what is in memory now that the model is. */
  succeed(): Promise<Reading<readonly LoadedModel[]>>
  /** Tells that it did not come there, unless it is there all the same or on its way for somebody else. */
  fail(failure: unknown): Promise<void>
}

/** Announces that a chat loads a model; call `succeed` or `fail` once to end it. */
export function announceLoading(exchange: Exchange, { events, tasks, runners }: ExchangeTools): Loading {
  const { instance, model, runner, call, actor } = exchange
  const about = { instance: instance.name, model: model.name }
  const isIn = (loaded: readonly LoadedModel[] | null) => loaded?.some((one) => isSameModel(one, model)) ?? false
  const isUnderWay = () => tasks.working(instance).some((one) => sameModel(one.model, model.name))
  const before = instance.loaded.current().value
  const isCold = before !== null && !model.remote && !isIn(before)
  if (isCold && !isUnderWay()) events.announce({ type: 'model.loading', ...about }, actor)
  const unmark = isCold ? tasks.mark({ instance, model: model.name }, 'loading', actor) : () => {}
  return {
    async succeed() {
      // At once, for a start that follows; what the server tells of its context comes with the next look.
      runners.note(instance, model, { runner, toldContext: null }, actor)
      const reading = await instance.loaded.refresh()
      const toldContext = reading.value?.find((one) => isSameModel(one, model))?.contextLength ?? null
      const keepAlive = call.keep_alive
      runners.note(instance, model, {
        toldContext,
        // Nobody who asks for a reply alone wants the next one to end with an unload too.
        ...(keepAlive !== undefined && !isZero(keepAlive) && { keepAlive }),
      })
      unmark()
      return reading
    },
    async fail(failure) {
      if (!isCold) return
      const { value } = await instance.loaded.refresh()
      unmark()
      if (isIn(value) || isUnderWay()) return
      const detail = failure instanceof DashboardError ? failure.message : 'The load was cancelled.'
      events.announce({ type: 'model.load_failed', ...about, detail })
    },
  }
}
