import { type ChatMessage, type ChatRequest, type FieldError, limits } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'
import { isBase64 } from './base64.ts'

/** What a schema cannot say of a chat. Throws `validation_failed`; gives what the model is to see. */
export function messagesOf(request: ChatRequest): readonly ChatMessage[] {
  const { prompt, messages, images, session_id, keep_messages } = request
  if (request.continue) return nothingAsked(request)
  if ((prompt === undefined) === (messages === undefined)) {
    const message =
      prompt === undefined ? 'is required, unless messages or continue is set' : 'cannot be combined with messages'
    throw invalid({ path: '/body/prompt', message })
  }
  if (images && prompt === undefined) {
    throw invalid({ path: '/body/images', message: 'cannot be combined with messages; put them into the messages' })
  }
  if (keep_messages !== undefined && (session_id === undefined || prompt === undefined)) {
    throw invalid({ path: '/body/keep_messages', message: 'belongs to the prompt of a conversation' })
  }
  if (prompt !== undefined) {
    checkLength(prompt, '/body/prompt')
    checkImages(images, '/body/images')
    return [{ role: 'user', content: prompt, ...(images && { images }) }]
  }
  const asked = (messages ?? []).map(({ content, ...message }, index) => {
    // Whoever calls a tool need not say anything.
    const said = content ?? (message.tool_calls ? '' : undefined)
    const path = `/body/messages/${index}/content`
    if (said === undefined) throw invalid({ path, message: 'is required' })
    checkLength(said, path)
    return { ...message, content: said }
  })
  checkImagesOf(asked)
  return asked
}

/** What is continued is in the conversation. JSON, which a grammar would begin anew, is not. */
function nothingAsked(request: ChatRequest): readonly ChatMessage[] {
  if (request.session_id === undefined)
    throw invalid({ path: '/body/session_id', message: 'is required with continue' })
  const asks = (['prompt', 'messages', 'images', 'keep_messages', 'format'] as const).find(
    (name) => request[name] !== undefined,
  )
  if (asks) throw invalid({ path: `/body/${asks}`, message: 'cannot be combined with continue' })
  return []
}

/** Checks the images of saved messages, which are sent with every later question. Throws `validation_failed`. */
export function checkImagesKept(messages: readonly Pick<ChatMessage, 'images'>[]): void {
  for (const [index, { images }] of messages.entries()) checkBase64(images, pathOf(index))
}

function checkImagesOf(messages: readonly ChatMessage[]): void {
  checkImagesKept(messages)
  const withImages = messages.findLastIndex(({ images }) => images && images.length > 0)
  const all = messages.flatMap(({ images = [] }) => images)
  checkTogether(all, pathOf(withImages))
}

function checkImages(images: readonly string[] = [], path: string): void {
  checkBase64(images, path)
  checkTogether(images, path)
}

const pathOf = (index: number): string => `/body/messages/${index}/images`

function checkBase64(images: readonly string[] = [], path: string): void {
  const at = images.findIndex((image) => !isBase64(image))
  if (at !== -1) throw invalid({ path: `${path}/${at}`, message: 'must be a base64 image' })
}

function checkTogether(images: readonly string[], path: string): void {
  const bytes = images.reduce((sum, { length }) => sum + Math.floor((length * 3) / 4), 0)
  if (images.length > limits.images)
    throw invalid({ path, message: `must be at most ${limits.images} images in total` })
  if (bytes > limits.imageBytes)
    throw invalid({ path, message: `must have at most ${limits.imageBytes / 1e6} MB in total` })
}

/** A schema counts characters, of which many are several bytes. */
function checkLength(text: string, path: string): void {
  if (Buffer.byteLength(text) > limits.messageLength) throw invalid({ path, message: 'must be at most 1 MB' })
}

/** Throws `session_full`. */
export function expectRoom(messages: number): void {
  if (messages <= limits.messages) return
  throw new DashboardError('session_full', `A chat holds max ${limits.messages} messages.`, {
    hint: 'Start a new chat, or fork this one at an earlier message.',
  })
}

const invalid = (error: FieldError): DashboardError =>
  new DashboardError('validation_failed', `${error.path.replace('/body/', '')} ${error.message}.`, {
    fieldErrors: [error],
  })
