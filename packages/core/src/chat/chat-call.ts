import {
  type ChatMessage,
  type ChatRequest,
  type KeepAlive,
  type ModelSettings,
  optionFields,
} from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'
import { runnerOf } from '../models/actions/runner-options.ts'
import { thinkValues } from '../models/think-values.ts'
import type { ChatCall, InstalledModel, Traits } from '../ollama/ollama.ts'

export interface ChatCallInput {
  readonly model: InstalledModel
  readonly request: ChatRequest
  /** What the model is to see, without the saved system prompt. */
  readonly messages: readonly ChatMessage[]
  readonly saved: ModelSettings
  readonly traits: Traits
  /** How long somebody has asked the model to stay that is in memory. */
  readonly heldFor?: KeepAlive | undefined
}

/** A chat as Ollama is asked for it: what the request says goes before what is saved. */
export function chatCall({ model, request, messages, saved, traits, heldFor }: ChatCallInput): ChatCall {
  const wanted = { ...saved, ...request.options }
  const given = Object.entries(wanted).filter(([name]) => optionFields.includes(name))
  // The same context as a start sends, or a start and a first chat would load the model twice.
  const options = { ...Object.fromEntries(given), ...runnerOf(wanted, traits) }
  const keepAlive = request.keep_alive ?? saved.keep_alive ?? heldFor
  const canThink = traits.capabilities?.includes('thinking') ?? null
  // Saved to think, a model that cannot is not asked to: Ollama would refuse.
  const wantedThink = request.think ?? (canThink ? saved.think : undefined)
  // What is continued was thought about. Asked to think, some models would do so once more, and llama-server refuses:
  // "Assistant response prefill is incompatible with enable_thinking".
  const isQuiet = request.continue && thinkValues(model, canThink)?.includes(false)
  const think = isQuiet ? false : wantedThink
  const hasSystem = messages.some(({ role }) => role === 'system')
  const prompt = request.system ?? saved.system
  // An empty one too: without any, Ollama puts the model's own first. Source: ChatHandler in server/routes.go.
  const system = prompt !== undefined && !hasSystem ? [{ role: 'system', content: prompt }] : []
  const mayThink = !traits.capabilities || traits.capabilities.length === 0 || traits.capabilities.includes('thinking')
  return {
    model: model.name,
    // Thoughts that another model had, or that stood in a reply between tags, are of no use to one that has none.
    messages: [...system, ...(mayThink ? messages : messages.map(withoutThoughts))],
    ...(Object.keys(options).length > 0 && { options }),
    ...(think !== undefined && { think }),
    ...(request.format !== undefined && { format: request.format }),
    ...(request.tools && { tools: request.tools }),
    ...(keepAlive !== undefined && { keep_alive: keepAlive }),
  }
}

const withoutThoughts = ({ thinking: _, ...message }: ChatMessage): ChatMessage => message

/** Throws `capability_missing`. Old servers take images for a model that cannot see, and ignore them. */
export function expectCapabilities(
  model: InstalledModel,
  { tools, think }: ChatRequest,
  messages: readonly ChatMessage[],
  capabilities: readonly string[],
): void {
  // A cloud model's are ollama.com's to know.
  if (capabilities.length === 0) return
  const missing = (what: string, hint = 'Choose a model that can.') =>
    new DashboardError('capability_missing', `"${model.name}" ${what}.`, { hint })
  if (!capabilities.includes('completion')) throw missing('cannot chat')
  const firstImage = messages.findIndex(({ images }) => images && images.length > 0)
  if (firstImage !== -1 && !capabilities.includes('vision')) {
    if (firstImage === messages.length - 1) throw missing('cannot see images')
    const hint = 'Choose a model that can, or start a new chat.'
    throw missing('cannot see images, and this conversation contains images', hint)
  }
  if (tools && tools.length > 0 && !capabilities.includes('tools')) throw missing('cannot use tools')
  if (think && !capabilities.includes('thinking')) throw missing('cannot think')
}
