import type {
  ChatChunk,
  ChatMetrics,
  ChatRequest,
  DetachedReply,
  Measurement,
  ModelPerformance,
  ModelSettings,
  PerformanceRange,
  ServerPerformance,
} from '@ollama-dashboard/contracts'
import { messagesOf } from '../conversations/check-request.ts'
import { openContinuedLog } from '../conversations/continued-log.ts'
import { openConversationLog } from '../conversations/conversation-log.ts'
import type { Conversations } from '../conversations/conversations.ts'
import type { Exchange } from '../inference/exchange.ts'
import { exchangeTools, type Observers } from '../inference/exchange-tools.ts'
import { runExchange } from '../inference/run-exchange.ts'
import type { InstanceInput, Instances, ModelInput } from '../instances/instances.ts'
import { JsonLine } from '../json/json-line.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { ModelMemory } from '../memory/model-memory.ts'
import { keepAliveOf } from '../models/actions/keep-alive.ts'
import { runnerOf } from '../models/actions/runner-options.ts'
import { capabilitiesOf } from '../models/capabilities-of.ts'
import { findInstalled, isSameModel } from '../models/find-model.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import type { Replicas } from '../replicas/replicas.ts'
import { chatCall, expectCapabilities } from './chat-call.ts'
import { createDetachedReplies } from './detached/create-detached-replies.ts'
import type { DetachedReplies } from './detached/detached-replies.ts'
import { createTitleSuggestions, type SuggestTitle } from './title-suggestions.ts'

export interface SendInput extends InstanceInput {
  readonly request: ChatRequest
}

/** Replies of models, and how fast they came. */
export interface Chat extends AsyncDisposable {
  /**
   * Lines of Ollama's with the bytes they came in; the last one is ours, and carries `metrics`. Never repeated by itself. A caller who
   * leaves ends it, and what had come is kept in the conversation.
   */
  send(context: CallContext, input: SendInput): AsyncGenerator<ChatChunk | JsonLine<ChatChunk>, void, void>
  /** The same within a conversation, without its caller: resolves once the question is kept there. */
  begin(context: CallContext, input: SendInput): Promise<DetachedReply>
  readonly follow: DetachedReplies['follow']
  readonly stop: DetachedReplies['stop']
  readonly allWritten: DetachedReplies['allWritten']
  /** Asks the model of a conversation for a title, and saves nothing. Throws `session_not_found` and `session_empty`. */
  readonly suggestTitle: SuggestTitle
  performance(context: CallContext, input: ModelInput): Promise<ModelPerformance>
  /** Performance of every model of the server, including models that are no longer installed. */
  allPerformance(context: CallContext, input: PerformanceInput): Promise<ServerPerformance>
  /** Asks a short question, always the same, so that there is something observed; resolves with how fast the reply was. */
  probe(context: CallContext, input: ModelInput): Promise<Measurement>
}

export interface PerformanceInput extends InstanceInput {
  readonly range: PerformanceRange
}

export interface ChatToolkit extends Observers {
  readonly instances: Instances
  readonly conversations: Conversations
  readonly memoryOf: ModelMemory
  /** The others that share the storage; none when absent. */
  readonly replicas?: Replicas
  /** What is saved for a model. */
  readonly settingsOf: (model: string) => Promise<ModelSettings>
}

const probe: Pick<ChatRequest, 'prompt' | 'options'> = {
  prompt: 'Count from one to forty in words, separated by commas. Say nothing else.',
  options: { num_predict: 64 },
}

/** Disposing it waits for replies that are still running. */
export function createChat(toolkit: ChatToolkit): Chat {
  const { instances, conversations, observed, memoryOf, settingsOf } = toolkit
  const tools = exchangeTools(toolkit)
  const active = new Set<Promise<void>>()

  async function prepare(context: CallContext, { request, instance: name }: SendInput): Promise<Exchange> {
    const { actor, signal } = context
    const instance = instances.find(name)
    const asked = messagesOf(request)
    instance.expectReachable()
    const model = await findInstalled(instance, normalizeModelName(request.model))
    const capabilities = await capabilitiesOf(instance, model)
    const { session_id: id } = request
    const [log, saved] = await Promise.all([
      request.continue && id !== undefined
        ? openContinuedLog(context, conversations, { id })
        : openConversationLog(context, conversations, request, asked, toolkit.clock),
      settingsOf(model.name),
    ])
    expectCapabilities(model, request, log.messages, capabilities)
    signal.throwIfAborted()
    const memory = () => memoryOf(instance, model)
    const traits = { capabilities, contextLength: instance.traits.of(model).contextLength }
    const running = instance.loaded.current().value?.find((one) => isSameModel(one, model))
    const heldFor = running && keepAliveOf(instance, running, toolkit.runners, toolkit.clock)
    const call = chatCall({ model, request, messages: log.messages, saved, traits, heldFor })
    return {
      instance,
      model,
      call,
      log,
      memory,
      runner: runnerOf({ ...saved, ...request.options }, traits),
      onOverflow: request.on_overflow ?? 'truncate',
      actor,
      signal,
    }
  }

  async function* send(context: CallContext, input: SendInput) {
    const ended = Promise.withResolvers<void>()
    active.add(ended.promise)
    try {
      yield* runExchange(await prepare(context, input), tools)
    } finally {
      ended.resolve()
      active.delete(ended.promise)
    }
  }

  const detached = createDetachedReplies({
    conversations,
    run: (exchange) => runExchange(exchange, tools),
    replicas: toolkit.replicas,
    clock: toolkit.clock,
    background: toolkit.background,
  })

  return {
    send,
    follow: detached.follow,
    stop: detached.stop,
    allWritten: detached.allWritten,
    suggestTitle: createTitleSuggestions({ instances, conversations, runners: toolkit.runners, send }),

    async begin(context, input) {
      const { session_id } = input.request
      if (session_id === undefined) throw needsConversation()
      // Before anything tells whether a reply is coming there.
      await conversations.expectAccess(context, { id: session_id })
      const reply_id = await detached.begin(context, session_id, (signal) =>
        prepare({ actor: context.actor, signal }, input),
      )
      return { session_id, reply_id }
    },

    async performance(_, { model: name, instance: instanceName }) {
      const instance = instances.find(instanceName)
      const wanted = normalizeModelName(name)
      const known = await observed.of(instance, wanted)
      // What was observed is kept here, and told whether or not Ollama answers or has the model still.
      if (known.requests > 0) return known
      const model = await findInstalled(instance, wanted)
      return model.name === wanted ? known : observed.of(instance, model.name)
    },

    allPerformance: async ({ actor }, { range, instance }) => observed.all(instances.find(instance), range, actor),

    async probe(context, { model, instance }) {
      let measured: Measurement = { tokens_per_second: null, time_to_first_token_ms: null }
      // What it says is of no interest; how fast, is told at its end.
      for await (const sent of send(context, { request: { model, ...probe }, instance })) {
        const { metrics } = sent instanceof JsonLine ? sent.value : sent
        if (metrics) measured = measurementOf(metrics)
      }
      await tools.settled()
      return measured
    },

    async [Symbol.asyncDispose]() {
      await Promise.allSettled([...active, detached[Symbol.asyncDispose]()])
      await tools.settled()
    },
  }
}

const measurementOf = ({ tokens_per_second, time_to_first_token_ms }: ChatMetrics): Measurement => ({
  tokens_per_second,
  time_to_first_token_ms,
})

const needsConversation = () =>
  new DashboardError('validation_failed', 'session_id is required with detached.', {
    fieldErrors: [{ path: '/body/session_id', message: 'is required with detached' }],
  })
