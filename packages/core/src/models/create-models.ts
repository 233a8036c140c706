import { type AvailableModel, comparableName, type RunningModel, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { ModelInput } from '../instances/instances.ts'
import { type Actor, type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { DashboardError } from '../kernel/errors.ts'
import { unreported } from '../kernel/told-changes.ts'
import { normalizeModelName, normalizeNewName } from '../ollama/model-name.ts'
import { runBulk } from './actions/bulk.ts'
import { bulkStart } from './actions/bulk-start.ts'
import { copyModel } from './actions/copy-model.ts'
import { absentHint, deleteModel, previewDelete } from './actions/delete-model.ts'
import { distinctModels } from './actions/distinct-models.ts'
import { keepAliveOf } from './actions/keep-alive.ts'
import type { TaskKind } from './actions/model-tasks.ts'
import { pullMissing, startModel } from './actions/start-model.ts'
import { stopModel } from './actions/stop-model.ts'
import { bulkTold, toldRequest } from './actions/told-request.ts'
import { findInstalled } from './find-model.ts'
import { createModelLists } from './lists/model-lists.ts'
import { narrowedList, seenActivity, seenInfo, seenPlan, seenPreview } from './lists/seen-models.ts'
import { createModelInfo } from './model-info.ts'
import { createModelPlan } from './model-plan.ts'
import { modelRoom } from './model-room.ts'
import { modelStatus } from './model-status.ts'
import type { BulkInput, Models, ModelsOptions } from './models.ts'

export function createModels(options: ModelsOptions): Models {
  const { instances, tasks, activity, pull, settings, memoryOf, planning, ...tools } = options
  const lists = createModelLists(tasks, settings.customised)
  const [seenRunning, seenAvailable] = [narrowedList<RunningModel>(), narrowedList<AvailableModel>()]
  const info = createModelInfo(memoryOf)
  const { runners, clock, weightsOf } = tools
  const plans = createModelPlan({ ...planning, memoryOf, savedOf: settings.of, runners, clock, weightsOf })

  function find({ model, instance: name }: ModelInput) {
    const instance = instances.find(name)
    return { instance, model: normalizeModelName(model) }
  }

  /** For what changes it. */
  function found(context: CallContext, input: ModelInput) {
    const target = find(input)
    context.changed?.({ target: target.model, instance: target.instance.name })
    return target
  }

  const start: Models['start'] = async (context, { request = {}, ...input }) => {
    const { instance, model } = found(context, input)
    if (request.pull) await pullMissing({ instance, model, request }, pull, context)
    const saved = await settings.of(model)
    const work = { kind: 'start', parameters: [request, saved] } as const
    const started = await tasks.run({ instance, model }, work, context.signal, (task) =>
      startModel({ instance, model, request, saved, actor: context.actor, task }, tools),
    )
    context.changed?.({ target: started.model, after: toldRequest(request) })
    return started
  }

  const stop: Models['stop'] = async (context, input) => {
    const { actor, signal } = context
    const target = found(context, input)
    // A load that nobody needs any more is not waited for, whether it has begun or not.
    tasks.supersede(target, loads, new DashboardError('superseded', `The load of "${target.model}" was stopped.`))
    return tasks.run(target, { kind: 'stop' }, signal, (task) => stopModel({ ...target, actor, task }, tools))
  }

  /**
   * Settings are of a name, on whichever server: they go with the last of that name. Who sees only some servers cannot tell
   * which that is, and is not to learn it: for such an actor they stay.
   */
  const isElsewhere = ({ grant }: Actor, instance: Instance, model: string) =>
    grant?.instances != null || instances.all().some((other) => other !== instance && mayHave(other, model))

  const remove: Models['delete'] = async (context, input) => {
    const { actor, signal } = context
    const target = found(context, input)
    const { instance, model } = target
    instance.expectReachable()
    // Before anything is ended for it: a name that is not there deletes nothing.
    await findInstalled(instance, model, absentHint)
    signal.throwIfAborted()
    tasks.supersede(target, loads, new DashboardError('superseded', `"${model}" was deleted instead.`))
    const result = await tasks.run(target, { kind: 'delete' }, signal, async (task) => {
      const deleted = await deleteModel({ ...target, actor, task }, tools)
      if (isElsewhere(actor, instance, deleted.model)) return { ...deleted, settings_removed: false }
      try {
        return { ...deleted, settings_removed: await settings.forget(deleted.model, keyIdOf(actor)) }
      } catch (error) {
        if (!(error instanceof DashboardError)) throw error
        // The model is gone all the same: told otherwise, people would look for it in vain.
        const message = `${deleted.message} Its saved settings could not be removed: ${error.message}`
        return { ...deleted, message, settings_removed: false }
      }
    })
    const { freed_bytes, settings_removed } = result
    context.changed?.({ target: result.model, after: { freed_bytes, settings_removed } })
    return result
  }

  function bulkOf(context: CallContext, name: string | undefined, { models: names, onProgress }: BulkInput) {
    const instance = instances.find(name)
    context.changed?.({ instance: instance.name, after: { models: names } })
    return { instance, names, signal: context.signal, onProgress }
  }

  return {
    // The page asks for these all the time: nothing is copied for them.
    running: async ({ actor }, input = {}) =>
      seenRunning(await lists.running(instances.find(input.instance), input), actor),
    available: async ({ actor }, input = {}) =>
      seenAvailable(await lists.available(instances.find(input.instance), input), actor),

    start,

    stop,

    async restart(context, { request = {}, ...input }) {
      const { actor, signal } = context
      const target = found(context, input)
      const saved = await settings.of(target.model)
      const restarted = await tasks.run(
        target,
        { kind: 'restart', parameters: [request, saved] },
        signal,
        async (task) => {
          const options = { ...target, actor, task }
          const { value: loaded } = await target.instance.loaded.read()
          const running = loaded?.find(({ name }) => sameModel(name, target.model))
          // With the unload, Ollama forgets how long the model was to stay.
          const keepAlive = running && keepAliveOf(target.instance, running, runners, clock)
          const stopped = await stopModel(options, tools)
          const wanted = { ...(keepAlive !== undefined && { keep_alive: keepAlive }), ...saved }
          const started = await startModel({ ...options, request, saved: wanted }, tools)
          return {
            ...started,
            message: stopped.changed ? `"${started.model}" was restarted.` : started.message,
            duration_seconds: Math.round((stopped.duration_seconds + started.duration_seconds) * 1000) / 1000,
            attempts: stopped.attempts + started.attempts,
          }
        },
      )
      context.changed?.({ after: toldRequest(request) })
      return restarted
    },

    async info(context, { refresh, ...input }) {
      const { instance, model } = find(input)
      return seenInfo(await info(instance, model, context.signal, { refresh }), context)
    },
    status: async (_, input) => modelStatus(find(input), tasks),
    activity: async (context, { instance } = {}) => seenActivity(await activity.of(instances.find(instance)), context),
    plan: async (context, { models, instance }) =>
      seenPlan(await plans.plan(instances.find(instance), distinctModels(models), context.signal), context),
    room: async (context, { instance } = {}) =>
      modelRoom(instances.find(instance), context, { memoryOf, roomOf: planning.roomOf }),

    delete: remove,

    async deletePreview(context, input) {
      const { instance, model } = find(input)
      const preview = seenPreview(await previewDelete(instance, model, context.signal, tools), context)
      const isSaved = settings.customised().has(comparableName(preview.model))
      const fate = isElsewhere(context.actor, instance, preview.model) ? 'kept' : 'removed'
      return { ...preview, saved_settings: isSaved ? fate : null }
    },

    async copy(context, { instance: name, ...names }) {
      const { actor, signal } = context
      const instance = instances.find(name)
      const [source, destination] = [normalizeModelName(names.source), normalizeNewName(names.destination)]
      // Work on the destination: of two who want the same name, the second one hears that it is taken.
      const target = { instance, model: destination }
      context.changed?.({ target: destination, instance: instance.name, after: { source } })
      return tasks.run(target, { kind: 'copy', parameters: source }, signal, (task) =>
        copyModel({ instance, source, destination, actor, task }, tools),
      )
    },

    async bulkStart(context, { instance, ...input }) {
      const act = (model: string) => start(unreported(context), { model, instance })
      return bulkTold(context, await bulkStart({ ...bulkOf(context, instance, input), act }, weightsOf))
    },
    async bulkStop(context, { instance, ...input }) {
      const act = (model: string) => stop(unreported(context), { model, instance })
      return bulkTold(context, await runBulk({ ...bulkOf(context, instance, input), action: 'stop', act }))
    },
    async bulkDelete(context, { instance, before, ...input }) {
      const act = (model: string) => remove(unreported(context), { model, instance })
      return bulkTold(context, await runBulk({ ...bulkOf(context, instance, input), action: 'delete', act, before }))
    },
  }
}

/** True of a server that has not answered yet. */
const mayHave = ({ installed }: Instance, model: string): boolean =>
  installed.current().value?.some(({ name }) => sameModel(name, model)) ?? true

/** Work that ends with the model in memory. */
const loads: readonly TaskKind[] = ['start', 'restart']
