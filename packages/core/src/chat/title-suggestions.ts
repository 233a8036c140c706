import type { ChatChunk, ChatRequest, Think } from '@ollama-dashboard/contracts'
import type { ConversationInput, Conversations } from '../conversations/conversations.ts'
import type { InstanceInput, Instances } from '../instances/instances.ts'
import { JsonLine } from '../json/json-line.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { KnownRunners } from '../models/actions/runner-options.ts'
import { capabilitiesOf } from '../models/capabilities-of.ts'
import { findInstalled, isSameModel } from '../models/find-model.ts'
import { thinkValues } from '../models/think-values.ts'
import { readSaid } from '../ollama/answers/read-chat-line.ts'
import { titleIn, titlePrompt } from './suggested-title.ts'

export interface TitleSuggestionsOptions {
  readonly instances: Instances
  readonly conversations: Conversations
  readonly runners: KnownRunners
  readonly send: (
    context: CallContext,
    input: InstanceInput & { readonly request: ChatRequest },
  ) => AsyncIterable<ChatChunk | JsonLine<ChatChunk>>
}

export type SuggestTitle = (context: CallContext, input: ConversationInput & InstanceInput) => Promise<string>

/** In tokens: a title, and with thoughts that cannot be turned off. */
const enoughForTitle = 48
const enoughWithThoughts = 1024

/** Asks the models of conversations for titles. A model in memory is asked as it was loaded, so that nothing is loaded anew. */
export function createTitleSuggestions(options: TitleSuggestionsOptions): SuggestTitle {
  const { instances, conversations, runners, send } = options
  return async (context, { id, instance: name }) => {
    const conversation = await conversations.find(context, { id })
    const prompt = titlePrompt(conversation.messages)
    if (prompt === null) throw sessionEmpty()
    const instance = instances.find(name)
    instance.expectReachable()
    const model = await findInstalled(instance, conversation.model)
    const capabilities = await capabilitiesOf(instance, model)
    const think = leastThinking(thinkValues(model, capabilities.includes('thinking')) ?? [])
    const running = instance.loaded.current().value?.find((one) => isSameModel(one, model))
    const request = {
      model: model.name,
      prompt,
      // A system prompt is for the conversation.
      system: '',
      ...(think !== undefined && { think }),
      options: {
        ...(running && runners.of(instance, running)),
        num_predict: think === undefined || think === false ? enoughForTitle : enoughWithThoughts,
      },
    }
    const said: string[] = []
    for await (const line of send(context, { request, instance: name })) {
      said.push(readSaid(line instanceof JsonLine ? line.value : line).content)
    }
    const title = titleIn(said.join(''))
    if (title !== null) return title
    throw new DashboardError('ollama_error', `${model.name} suggested no title.`, { hint: 'Try again, or write one.' })
  }
}

const leastThinking = (values: readonly Think[]): Think | undefined =>
  values.includes(false) ? false : values.includes('low') ? 'low' : undefined

const sessionEmpty = () =>
  new DashboardError('session_empty', 'Nothing was asked in this chat yet.', { hint: 'Ask something first.' })
