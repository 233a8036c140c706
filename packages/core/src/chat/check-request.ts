import type { ChatMessage, ChatRequest, FieldError } from '@ollama-dashboard/contracts'
import { DashboardError } from '../errors.ts'

const mostImages = 16
const mostImageBytes = 20 * 1000 ** 2

/** What a schema cannot say of a chat. Throws `validation_failed`; gives what the model is to see. */
export function messagesOf({
  prompt,
  messages,
  images,
  session_id,
  keep_messages,
}: ChatRequest): readonly ChatMessage[] {
  if ((prompt === undefined) === (messages === undefined)) {
    const message = prompt === undefined ? 'is needed, or messages' : 'cannot stand beside messages'
    throw invalid({ path: '/body/prompt', message })
  }
  if (images && prompt === undefined) {
    throw invalid({ path: '/body/images', message: 'belong to a prompt; messages carry their own' })
  }
  if (keep_messages !== undefined && (session_id === undefined || prompt === undefined)) {
    throw invalid({ path: '/body/keep_messages', message: 'belongs to the prompt of a session' })
  }
  const asked = messages ?? [{ role: 'user' as const, content: prompt ?? '', ...(images && { images }) }]
  checkImages(asked, messages === undefined)
  return asked
}

function checkImages(messages: readonly ChatMessage[], isPrompt: boolean): void {
  let count = 0
  let bytes = 0
  messages.forEach(({ images = [] }, index) => {
    const path = isPrompt ? '/body/images' : `/body/messages/${index}/images`
    images.forEach((image, at) => {
      if (!isBase64(image)) throw invalid({ path: `${path}/${at}`, message: 'must be an image in base64' })
      count += 1
      bytes += Math.floor((image.length * 3) / 4)
    })
    if (count > mostImages) throw invalid({ path, message: `must be at most ${mostImages} images together` })
    if (bytes > mostImageBytes) throw invalid({ path, message: 'must have at most 20 MB together' })
  })
}

/** Checked at its ends and by its length: to look at each of twenty million characters would hold everybody up. */
const isBase64 = (text: string): boolean =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]{1,64}/.test(text) && /^[A-Za-z0-9+/]*={0,2}$/.test(text.slice(-64))

const invalid = (error: FieldError): DashboardError =>
  new DashboardError('validation_failed', `${error.path.replace('/body/', '')} ${error.message}.`, {
    fieldErrors: [error],
  })
